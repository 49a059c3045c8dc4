"""What is done with filings: handed in by a provider's people, taken over or declined by the line's.

Taking one over does what was asked, by the hand of whoever does it: who may not write a paper or a worker down himself may
not take it over either. The picture of a paper goes with the paper that is written down (`scans`); of one that is not, it is
thrown away as soon as somebody has decided.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal.log import Said
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.providers.credentials import actions as papers
from hotline.providers.models import Credential, Member, PaperKind, Provider
from hotline.providers.workers import actions as workers
from hotline.scans import actions as scans
from hotline.today import today

from . import queries
from .life import LIFE, What
from .models import Filing


def renew(
    paper: Credential,
    *,
    by: Person,
    photo: bytes,
    number: str = "",
    issued_on: date | None = None,
    until_on: date | None = None,
) -> Filing:
    """Hand in a paper that takes the place of one that ends, with a picture of it."""
    if paper.kind == PaperKind.CONTRACT:
        raise NotSo(_("合同由热线续签，请打电话。"))
    if not photo:
        raise NotSo(_("请拍一张新材料的照片。"))
    if until_on is not None and until_on < today():
        raise NotSo(_("这份材料已经过期，请拍新的。"))
    given: dict[str, Any] = {
        "number": number.strip() or paper.number,
        "issued_on": issued_on,
        "until_on": until_on,
    }
    return _file(paper.provider, What.RENEW, by=by, like={"paper": paper}, photo=photo, **given)


def ask_to_take_on(provider: Provider, *, by: Person, name: str, telephone: str) -> Filing:
    """Ask that a worker be written down who is to come to people's homes."""
    if not name.strip() or not telephone.strip():
        raise NotSo(_("请写姓名和电话。"))
    like = {"name": name.strip()}
    return _file(provider, What.TAKE_ON, by=by, like=like, telephone=telephone.strip())


def ask_to_let_go(member: Member, *, by: Person, why: str) -> Filing:
    """Ask that a worker be let go."""
    if not why.strip():
        raise NotSo(_("请写明理由。"))
    return _file(member.provider, What.LET_GO, by=by, like={"member": member}, said=Said(why))


def _file(
    provider: Provider,
    what: What,
    *,
    by: Person,
    like: dict[str, Any],
    said: Said | None = None,
    **given: Any,
) -> Filing:
    own = by.role & Role.PROVIDER and Provider.objects.seen_by(by).filter(pk=provider.pk).exists()
    if not own:
        raise NotYours(_("申报由企业自己的师傅提交。"))
    with transaction.atomic():
        Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)  # one after the other
        if queries.is_open(provider, what=what, **like):
            raise NotNow(_("这一项已经报过，正在等热线核对。"))
        filing = Filing(
            provider=provider, what=what, filed_at=clock.now(), filed_by=by, **like, **given
        )
        points = {name: value for name, value in like.items() if name != "name"}
        return LIFE.begin(
            filing, act="file", by=by, what=what, provider=provider, why=said, **points
        )


@LIFE.action
def accept(filing: Filing, *, by: Person) -> None:
    """Write down what was filed: somebody has looked at it."""
    paper = filing.paper
    match What(filing.what):
        case What.RENEW:
            assert paper is not None
            newer = papers.add_paper(
                filing.provider, by=by, kind=PaperKind(paper.kind), member=paper.member,
                permit=paper.permit, title=paper.title, number=filing.number,
                issued_on=filing.issued_on, until_on=filing.until_on,
            )  # fmt: skip
            scans.keep(newer, by=by, jpeg=bytes(filing.photo))
        case What.TAKE_ON:
            filing.member = workers.take_on(
                filing.provider, by=by, name=filing.name, telephone=filing.telephone
            )
        case What.LET_GO:
            assert filing.member is not None
            workers.let_go(filing.member, by=by, why=_("企业申报"))
    _decided(filing, by)


@LIFE.action
def decline(filing: Filing, *, by: Person, why: str) -> None:
    """Leave everything as it is, and say why."""
    _decided(filing, by)


@LIFE.action
def take_back(filing: Filing, *, by: Person) -> None:
    """Let it be: the provider thought better of it."""
    _decided(filing, by)


def _decided(filing: Filing, by: Person) -> None:
    filing.decided_at, filing.decided_by, filing.photo = clock.now(), by, b""
