"""Inspections of units, and what a unit is commended for or held to account for."""
