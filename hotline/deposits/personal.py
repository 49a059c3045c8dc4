"""What the tables of deposits hold of people: nothing; what was said at a booking stands in the journal."""

from __future__ import annotations

from hotline.personal import Table

from .models import Account, Draw, Posting, Voucher

TABLES = (Table(Account), Table(Draw), Table(Voucher), Table(Posting))
