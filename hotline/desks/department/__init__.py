"""The department's desk: what a unit has to do, by the clock, on a telephone as on a desk."""
