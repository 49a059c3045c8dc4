"""One case given to one department: sent, signed for, handled, replied, reviewed, and every side path with its clock."""
