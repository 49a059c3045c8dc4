"""Turning what was sent into files and a title."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hotline.life.errors import NotSo

from . import actions

MOST_AT_ONCE = 10


def sent(request: HttpRequest) -> list[tuple[bytes, str]]:
    """Return each file that was sent with the name it may go by; raise `NotSo` when there is none."""
    files = request.FILES.getlist("file")
    if getattr(request, "sent_too_much", False):
        raise NotSo(actions.too_large())
    if not files:
        raise NotSo(_("请先选一个文件。"))
    if len(files) > MOST_AT_ONCE:
        raise NotSo(_("一次最多传 %(n)s 个文件。") % {"n": MOST_AT_ONCE})
    title = request.POST.get("title", "").strip()
    return [(file.read(), title or _name(file)) for file in files]


def _name(file: UploadedFile) -> str:
    """Return the name of a file without its ending, as far as it can be shown."""
    bare = (file.name or "").rpartition("/")[2].rpartition(".")[0]
    return "".join(sign for sign in bare if sign.isprintable())[:80]
