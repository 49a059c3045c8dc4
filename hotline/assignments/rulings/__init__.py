"""How the line decides what a unit has asked."""
