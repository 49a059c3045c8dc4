"""Scans: the pictures of providers' papers as somebody of the line has seen them, sealed, and for how long they are kept."""
