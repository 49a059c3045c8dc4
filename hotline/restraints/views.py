"""What is sent about restraints: their steps, through the one door."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import role_required
from hotline.people.roles import STAFF

from .life import LIFE
from .models import Restraint

step = role_required(STAFF)(life.door(LIFE, Restraint))
"""Take a step of a restraint."""
