"""What the table of prices holds of people: nothing; who proposed and agreed are our own accounts."""

from __future__ import annotations

from hotline.personal import Table

from .models import Price

TABLES = (Table(Price, others={"code": "code of a service", "unit": "a unit of measure"}),)
