"""What must be fast, as ratios against a floor taken in the same run; `make bench` runs it."""
