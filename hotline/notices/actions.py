"""Writing down where somebody is reached, and signing by a link."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hotline.assignments import actions as assignments
from hotline.assignments.models import Assignment
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotSo, NotYours
from hotline.outbox.mailboxes import is_mailbox
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.people.roles import Role

from .models import Reach
from .queries import Opened


def set_reach(person: Person, *, telephone: str, mailbox: str, by: Person) -> Reach:
    """Write down where somebody of a unit, or a leader, is sent what he is told; empty: nowhere."""
    if not by.may("manage_departments"):
        raise NotYours(_("您的岗位不能办这件事。"))
    if not person.role & (Role.DEPARTMENT | Role.LEADER):
        raise NotSo(_("%(who)s 不是承办单位的人，也不是值班长。") % {"who": person})
    telephone, mailbox = telephone.strip(), mailbox.strip()
    if telephone and not (
        telephone.isascii() and telephone.isdigit() and 5 <= len(telephone) <= 15
    ):
        raise NotSo(_("手机号只写数字。"), field="telephone")
    if mailbox and not is_mailbox(mailbox):
        raise NotSo(_("“%(mailbox)s”不是一个邮箱地址。") % {"mailbox": mailbox}, field="mailbox")
    with transaction.atomic():
        given = {"telephone": journal.Said(telephone), "mailbox": journal.Said(mailbox)}
        journal.write(act="set_reach", about=person, by=by, said=given)
        reach, _new = Reach.objects.update_or_create(
            person=person, defaults={"telephone": telephone, "mailbox": mailbox}
        )
    return reach


def sign_by_link(opened: Opened, *, address: str) -> str:
    """Sign for what a link opens, in the name of whom it was sent to; said again, say that it is signed for."""
    with transaction.atomic():
        held: Assignment = rows.lock(Assignment, [opened.assignment.pk])[0]
        if not Opened(held, opened.liaison).is_to_sign:
            return _("已经签收过了。") if held.signed_at else _("这件已经不用签收。")
        assignments.sign(held, by=opened.person)
        said = {"liaison": opened.liaison, "from": journal.Said(address)}
        journal.write(act="use_link", about=held, by=opened.person, said=said)
    return _("已签收")


def lock_out(*, address: str) -> None:
    """Put on record that somebody tries links that are none of ours."""
    with transaction.atomic():
        clock = the_clock()
        said = {"address": journal.Said(address), "how": "sign_link"}
        journal.write(act="lock_out", about=clock, by=clock, said=said)
