"""Departments: the bureaus, towns and utilities behind the line, who speaks for each, and which answers for what, where."""
