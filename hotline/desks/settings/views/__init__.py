"""Pages: the rules, the catalogue, the areas, the tables."""
