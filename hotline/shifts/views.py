"""What is sent about handovers: their steps, through the one door."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import role_required
from hotline.people.roles import DESK

from .life import LIFE
from .models import Handover

step = role_required(DESK)(life.door(LIFE, Handover))
"""Take a step of a handover."""
