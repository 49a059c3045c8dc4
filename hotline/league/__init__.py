"""The league: how providers stand beside one another over a window of days, and what is said of each at the end of a year."""
