"""What is done with papers: looked into, added, opened, withdrawn, erased."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hotline import clock
from hotline.cases.life import ALIVE
from hotline.cases.models import Case
from hotline.journal import log as journal
from hotline.journal import news
from hotline.life import undoing
from hotline.life.errors import NotSo, NotYours
from hotline.life.once import once
from hotline.people.models import Person
from hotline.people.roles import Role

from . import apart, queries, scanning, store
from .life import LIFE
from .models import Kind, Paper
from .reading import Clean, Reason, Unfit
from .uploads import MOST_BYTES

MOST_KEPT = 40
"""As many papers as one case may have, and as many of them as its citizen and each worker may add."""
MOST_BY_THE_CITIZEN = 10
MOST_BY_A_WORKER = 12

SAYS = {
    Reason.UNKNOWN: gettext_lazy("只收照片（JPEG、PNG、WebP）和 PDF 文件。苹果手机的 HEIC 照片请先转成 JPEG。"),
    Reason.BROKEN: gettext_lazy("这个文件坏了，打不开。请重新拍一张或重新存一份。"),
    Reason.LOCKED: gettext_lazy("这个 PDF 加了密码，打不开。请去掉密码再传。"),
    Reason.BIG: gettext_lazy("这个文件太大：照片的点数或页数太多。请缩小再传。"),
    Reason.SLOW: gettext_lazy("这个文件处理不了。请重新拍一张再传。"),
}  # fmt: skip


def examine(case: Case, *, data: bytes, by: Person) -> Clean:
    """Find out what a file is and return what may be kept of it; call it before the transaction that adds it.

    Raises `NotSo` with what is wrong. An infected file is put on record about the case.
    """
    _needs(case, by)
    if not data:
        raise NotSo(_("这是个空文件，请重新选。"))
    if len(data) > MOST_BYTES:
        raise NotSo(too_large())
    found = scanning.scan(data)
    if found is scanning.Found.INFECTED:
        with transaction.atomic():
            journal.write(act="refuse_paper", about=case, by=by, said={"why": found.value})
        raise NotSo(_("这个文件带病毒，没有收。请换一个文件。"))
    if found is scanning.Found.UNTOLD:
        raise NotSo(_("现在不能检查病毒，文件没有收。请过一会儿再传。"))
    try:
        return apart.read(data)
    except Unfit as unfit:
        raise NotSo(str(SAYS[unfit.reason])) from None


def add(case: Case, *, clean: Clean, by: Person, title: str = "", taken: str = "") -> Paper:
    """Keep an examined file as a paper of the case: its files first, then its row."""
    _needs(case, by)
    whole, preview = store.put(clean.whole), store.put(clean.preview)
    paper = Paper(
        case=case,
        kind=Kind.LETTER if clean.format == "application/pdf" else Kind.PHOTO,
        title=title.strip()[:80],
        taken=taken,
        format=clean.format,
        pages=clean.pages,
        size_bytes=len(clean.whole),
        added_at=clock.now(),
        added_by=by,
        whole=whole,
        preview=preview,
    )
    with transaction.atomic(savepoint=False):
        Case.objects.select_for_update(no_key=True).get(pk=case.pk)  # counted one after the other
        _is_known(case)
        _room(case, by)
        LIFE.begin(paper, act="add", by=by, case=case, kind=paper.kind, taken=taken or None)
        news.announce(case.about, "add_paper")
    return paper


def receive(
    case: Case, *, files: Sequence[tuple[bytes, str]], by: Person, key: str, taken: str = ""
) -> str:
    """Examine and keep files with their titles, all or none, once under a key; return a sentence."""
    examined = [(examine(case, data=data, by=by), title) for data, title in files]

    def keep() -> str:
        for clean, title in examined:
            add(case, clean=clean, by=by, title=title, taken=taken)
        return ngettext("收到 %(n)s 个文件", "收到 %(n)s 个文件", len(files)) % {"n": len(files)}

    return once(by, key, keep)


def see(paper: Paper, *, by: Person, what: str = "whole") -> bytes:
    """Give out a paper's content, or its preview, and put on record who was given it; FileNotFoundError when it is gone."""
    data = store.get(getattr(paper, what))
    with transaction.atomic():
        journal.write(act="see", about=paper, by=by, said={"what": what})
    return data


def look_at(paper: Paper, *, by: Person) -> bytes:
    """Give out a paper's preview; of a secret case, who was given it stays on record."""
    return see(paper, by=by, what="preview") if paper.case.secret else store.get(paper.preview)


@LIFE.action
def withdraw(paper: Paper, *, by: Person, why: str) -> None:
    """Take the paper out of the case; it stays in the store, for whoever must answer for it."""
    news.announce(f"case:{paper.case_id}", "withdraw_paper")


def put_back(paper: Paper, *, by: Person) -> str:
    """Take a withdrawing back, for whoever did it a moment ago; return what was taken back, in words."""
    with transaction.atomic():
        taken_back = undoing.undo(paper, by=by)
        news.announce(f"case:{paper.case_id}", "put_back_paper")
    return taken_back


@LIFE.action
def erase(paper: Paper, *, by: Person, why: str) -> None:
    """Destroy what the paper holds; that there was one, and of whom, stays on record.

    The files go before the commit: if that fails the act is done again, and nothing is said to be gone that is there.
    """
    store.throw_away(paper.whole, paper.preview)
    paper.whole = paper.preview = paper.title = ""
    news.announce(f"case:{paper.case_id}", "erase_paper")


def sweep_orphans() -> int:
    """Throw away files whose paper was never added, or was erased; return how many."""
    found = queries.orphans()
    store.throw_away(*found)
    return len(found)


def too_large() -> str:
    """Say that a file is too large."""
    return _("文件太大，最多 %(mb)s MB。") % {"mb": MOST_BYTES // 1024 // 1024}


def _needs(case: Case, by: Person) -> None:
    """Refuse whoever adds to no case, or to no case of his own; which jobs are still his, those know who give them out."""
    handles = by.role & (Role.PROVIDER | Role.DEPARTMENT)
    own = handles and Case.objects.seen_by(by).filter(pk=case.pk).exists()
    if not (by.may("upload") or by.role & Role.CITIZEN or own):
        raise NotYours(_("您的岗位不能添加附件。"))


def _is_known(case: Case) -> None:
    """Refuse a paper of somebody who was forgotten: nobody would ever take it away again."""
    forgotten = Case.objects.filter(pk=case.pk, caller__erased_at__isnull=False)
    if forgotten.exclude(status__in=ALIVE).exists():
        raise NotSo(_("来电人的资料已经清除，这张工单不能再加附件。"))


def _room(case: Case, by: Person) -> None:
    """Refuse one paper too many."""
    kept = queries.of_case(case)
    full = kept.count() >= MOST_KEPT
    if by.role & Role.CITIZEN:
        full = full or kept.by_the_citizen().count() >= MOST_BY_THE_CITIZEN
    elif not by.may("upload"):
        full = full or kept.filter(added_by=by).count() >= MOST_BY_A_WORKER
    if full:
        raise NotSo(_("这张工单的附件已经够多了，不能再加。"))
