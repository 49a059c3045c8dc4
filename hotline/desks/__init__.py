"""Screens that join several domains, one folder for each role."""
