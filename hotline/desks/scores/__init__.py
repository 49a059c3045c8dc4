"""The desk of scores: a month of all units, one unit in it, the cases behind each figure; for the line and for units alike."""
