"""Visits: somebody of the line goes to a provider, hears what it says and sees how it works; what follows has an owner and a clock."""
