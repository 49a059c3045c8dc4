"""The circulars (通报): what a day, a week, a month was like, drafted with its figures, edited, approved, published to all units."""
