"""The line's own numbers, dated: who set what, from when, why."""
