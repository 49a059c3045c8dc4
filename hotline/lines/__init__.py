"""Lines: the numbers that citizens dial, when each is open, who serves it, and what becomes of whom nobody takes."""
