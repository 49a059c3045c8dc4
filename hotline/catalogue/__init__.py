"""What the line offers: groups and services, each with its price, promise and days."""
