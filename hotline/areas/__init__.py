"""Where: the city, its subdistricts and towns, communities and villages, each served from a day."""
