"""Staff accounts, their roles, and how they sign in."""
