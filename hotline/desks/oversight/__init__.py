"""The desk of oversight: meetings with units, what they resolved, inspections, commendation and accountability."""
