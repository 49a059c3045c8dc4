"""The line's own time limits for departments: dated rules, the official calendar, seasons, storm mode."""
