"""The call-back: asking the citizen whether it was answered, solved, and how it was."""
