"""Where: the city, its subdistricts and towns, their communities and villages; from which day each is served."""
