"""The auditor's desk: who saw, exported, changed what, and whether the journal still stands as it was sealed."""
