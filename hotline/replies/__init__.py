"""Reply templates: what a unit answers again and again, kept to begin a reply from."""
