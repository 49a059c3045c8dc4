"""What is done with scans: kept with their paper, given out, thrown away when the paper has long been over."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotYours
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.providers.life import VETS
from hotline.providers.models import Credential
from hotline.rules import queries as rules

from . import queries
from .models import Scan
from .store import STORE


def keep(paper: Credential, *, by: Person, jpeg: bytes) -> Scan:
    """Keep the picture of a paper that was just written down: its file first, then its row."""
    _allow(by)
    with transaction.atomic():
        scan = Scan.objects.create(
            paper=paper, kept_at=clock.now(), kept_by=by, file=STORE.put(jpeg)
        )
        journal.write(act="keep", about=scan, by=by, said={"paper": paper})
    return scan


def see(scan: Scan, *, by: Person) -> bytes:
    """Give a picture out, and put on record who was given it; FileNotFoundError when it is gone."""
    _allow(by)
    data = STORE.get(scan.file)
    with transaction.atomic():
        journal.write(act="see", about=scan, by=by)
    return data


def forget_old() -> int:
    """Throw away pictures of papers that have been over for as long as the rule says; return how many."""
    before = clock.now() - timedelta(days=rules.book()["keep_scan_days"])
    old = list(queries.over(before=before))
    for scan in old:
        _forget(scan, by=the_clock())
    return len(old)


def sweep_orphans() -> int:
    """Throw away files whose row was never written; return how many."""
    found = queries.orphans()
    STORE.throw_away(*found)
    return len(found)


def _forget(scan: Scan, *, by: Person) -> None:
    """Throw a picture away; that there was one stays on record.

    The file goes before the commit: if that fails it is done again, and nothing is said to be gone that is there.
    """
    with transaction.atomic():
        held = Scan.objects.select_for_update(no_key=True).get(pk=scan.pk)
        STORE.throw_away(held.file)
        held.file = ""
        held.save(update_fields=["file"])
        journal.write(act="forget", about=held, by=by)


def _allow(by: Person) -> None:
    if not by.role & VETS:
        raise NotYours(_("材料由审核员、值班长或管理员核对。"))
