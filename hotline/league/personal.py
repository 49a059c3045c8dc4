"""What the table of appraisals holds of people: nothing but keys; the words stand in the journal."""

from __future__ import annotations

from hotline.personal import Table

from .models import Appraisal

TABLES = (Table(Appraisal, others={"figures": "numbers of a provider"}),)
