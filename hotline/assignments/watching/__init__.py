"""What the line does when a unit is slow: warns, urges, supervises."""
