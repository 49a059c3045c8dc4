"""The journal as a file that a spreadsheet opens: the lines of the page, without what was said freely."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.people.models import Person

from . import wording
from .entries import Asked, page

BULK = 1000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What `csv` writes to: gives each line back."""

    def write(self, text: str) -> str:
        """Return what would be written."""
        return text


def written(asked: Asked, *, person: Person) -> Iterator[str]:
    """Yield the file line by line, the latest entry first."""
    sheet = csv.writer(_Line())
    yield "\ufeff"  # by which a spreadsheet knows UTF-8
    yield sheet.writerow(
        [_("编号"), _("时间"), _("谁"), _("做了什么"), _("对什么"), _("名称"), _("变化")]
    )
    before: int | None = None
    while True:
        found = page(asked, before=before, most=BULK)
        for line in wording.lines(found.entries, person=person, reasons=False):
            at = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
            cells = [
                line.number,
                at,
                line.who,
                line.act,
                line.about.kind,
                line.about.name,
                line.detail,
            ]
            yield sheet.writerow([_harmless(str(cell)) for cell in cells])
        before = found.before
        if before is None:
            return


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a name for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
