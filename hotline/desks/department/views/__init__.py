"""The pages of the department's desk."""
