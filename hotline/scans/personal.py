"""What scans hold of people: pictures of licences and identity cards. Emptied by `actions.forget_old` alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Scan

TABLES = (
    Table(
        Scan,
        kept="keep_scan_days",
        columns=(Column("file", _("事后能查当时核对了什么"), Erased.FILE),),
    ),
)
