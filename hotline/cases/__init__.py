"""Cases: what one citizen asks, and how it ends."""
