"""What is sent about complaints, cards and rectifications by the line's own people: their steps, through the one door."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import staff_only

from .life import CARD, COMPLAINT, RECTIFICATION
from .models import Card, Complaint, Rectification

complaint_step = staff_only(life.door(COMPLAINT, Complaint))
"""Take a step of a complaint."""
card_step = staff_only(life.door(CARD, Card))
"""Take a step of a card."""
rectification_step = staff_only(life.door(RECTIFICATION, Rectification))
"""Take a step of a rectification."""
