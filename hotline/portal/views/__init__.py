"""What citizens open without signing in."""
