"""What the table of absences holds of people: why whoever works alone does not come."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Absence

TABLES = (Table(Absence, columns=(Column("why", _("知道企业为什么不接单"), Erased.STAYS),)),)
