"""The desk of circulars: all of them, one with its tables and charts, its words, what is behind a figure; PDF and Word."""
