"""Restraints: whoever abuses the line is noted, then limited, then barred for a time, and always let through in an emergency."""
