"""What is sent about filings that are handed in: their steps, through the one door."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import role_required
from hotline.people.roles import STAFF, Role

from .life import LIFE
from .models import Filing

step = role_required(STAFF | Role.PROVIDER)(life.door(LIFE, Filing))
"""Take a step of a filing: the staff theirs, a provider's worker his."""
