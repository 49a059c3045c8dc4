"""Photos that a worker takes on a job: only while it is his, and each says whether it shows the place before or after."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hotline.life.errors import NotNow, NotSo
from hotline.papers import actions as papers
from hotline.papers.models import Taken
from hotline.people.models import Person

from .life import Status
from .models import Dispatch

ON_THE_WAY = (Status.ACCEPTED, Status.CONTACTED, Status.ARRIVED)
"""Somebody has said yes, and has not said that it is done."""


def photograph(
    dispatch: Dispatch, *, taken: str, files: Sequence[tuple[bytes, str]], by: Person, key: str
) -> str:
    """Add photos of a job that is being done to its case, once under a key; return a sentence."""
    if taken not in Taken.values:
        raise NotSo(_("请选是修前还是修后的照片。"))
    if dispatch.status not in ON_THE_WAY:
        raise NotNow(_("接了单、还没报完工的时候才能拍照。"))
    untitled = [(data, "") for data, _name in files]
    return papers.receive(dispatch.case, files=untitled, by=by, key=key, taken=taken)
