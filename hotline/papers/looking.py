"""Looking into a photo that belongs to no case: by the same scanner and the same reader apart as the papers of cases."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hotline.life.errors import NotSo

from . import actions, apart, scanning
from .reading import Clean, Unfit
from .uploads import MOST_BYTES


def photo(data: bytes) -> Clean:
    """Return what may be kept of a photo, without what a camera writes into it; raises `NotSo` with what is wrong."""
    if not data or len(data) > MOST_BYTES:
        raise NotSo(_("照片是空的，或者太大。请换一张。"))
    if scanning.scan(data) is not scanning.Found.CLEAN:
        raise NotSo(_("这个文件没有通过病毒检查，没有收。请换一张。"))
    try:
        clean = apart.read(data)
    except Unfit as unfit:
        raise NotSo(str(actions.SAYS[unfit.reason])) from None
    if not clean.format.startswith("image/"):
        raise NotSo(_("这里只收照片。"))
    return clean
