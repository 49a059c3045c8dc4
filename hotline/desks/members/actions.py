"""What this desk does beyond one domain: a worker's photo is looked into as a case's papers are, and kept small."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hotline.life.errors import NotSo
from hotline.papers import actions as papers
from hotline.papers import apart, scanning
from hotline.papers.reading import Unfit
from hotline.papers.uploads import MOST_BYTES
from hotline.people.models import Person
from hotline.providers.models import Member
from hotline.providers.workers import actions as workers


def show_face(member: Member, *, by: Person, photo: bytes) -> None:
    """Keep the photo by which a citizen knows a worker, without what a camera writes into it."""
    workers.allow(by)
    workers.show_face(member, by=by, jpeg=_looked_into(photo))


def _looked_into(data: bytes) -> bytes:
    if not data or len(data) > MOST_BYTES:
        raise NotSo(_("照片是空的，或者太大。请换一张。"))
    if scanning.scan(data) is not scanning.Found.CLEAN:
        raise NotSo(_("这个文件没有通过病毒检查，没有收。请换一张。"))
    try:
        clean = apart.read(data)
    except Unfit as unfit:
        raise NotSo(str(papers.SAYS[unfit.reason])) from None
    if not clean.format.startswith("image/"):
        raise NotSo(_("这里只收照片。"))
    return clean.preview
