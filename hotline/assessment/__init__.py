"""The assessment of departments: what a month of assignments is worth, in groups of like units, and how it comes to be published."""
