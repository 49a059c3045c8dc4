"""What meetings resolve: given to a unit with a clock, reported, closed."""
