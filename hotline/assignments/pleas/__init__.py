"""What a unit asks of the line: to give a case back, for more time, for its clock to stand."""
