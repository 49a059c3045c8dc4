"""hotline: the system behind a city's 24-hour social service line."""

__version__ = "0.1.0"
