"""What is sent about wishes: their steps, through the one door."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import role_required
from hotline.people.roles import DESK

from . import actions
from .life import LIFE
from .models import Wish

step = role_required(DESK)(life.door(LIFE, Wish))
"""Take a step of a wish."""
undo = role_required(DESK)(life.undo_door(Wish, by=actions.put_back))
"""Take one's last step of a wish back."""
