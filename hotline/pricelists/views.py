"""What is sent about prices: their steps, through the one door. The pages stand in the desks of members and of the provider."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import role_required
from hotline.people.roles import STAFF, Role

from .life import LIFE
from .models import Price

step = role_required(STAFF | Role.PROVIDER)(life.door(LIFE, Price))
"""Take a step of a price."""
