"""What the line offers: groups and services, each with its price, its promise and the days it is offered."""
