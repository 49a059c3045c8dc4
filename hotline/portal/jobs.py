"""What the journal asks of the portal: the message with the link; and which number a message to a citizen goes to."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from hotline.callers import actions as callers
from hotline.callers.models import CallerNumber
from hotline.callers.numbers import Kind
from hotline.cases.models import Case
from hotline.journal.models import Entry
from hotline.outbox import jobs as outbox
from hotline.people.queries import the_clock
from hotline.rules import queries as rules

from . import links


def send_link(entry: Entry) -> None:
    """Write to whoever asked where the case can be looked at; to mobiles alone, never about a secret matter."""
    if not rules.book()["citizen_link_h"]:
        return
    case = Case.objects.get(pk=entry.subject)
    number = CallerNumber.objects.filter(caller=case.caller_id, kind=Kind.MOBILE).first()
    if number is None or case.secret:
        return
    text = _(
        "%(line)s：您的事记下了，工单 %(number)s，查询码 %(code)s。办到哪了，点这里看：%(link)s"
    ) % {
        "line": settings.CONFIGURATION.line_number,
        "number": case.number,
        "code": case.query_code,
        "link": f"{settings.CONFIGURATION.address}/track/l/{links.make(case=case.pk)}/",
    }
    outbox.send(to=_("来电人"), telephone=f"number:{number.pk}", text=text, about=case.about)


def number_to_dial(pk: int) -> str:
    """Open a citizen's number for the message that goes to it now; empty when it was erased."""
    number = CallerNumber.objects.select_related("caller").filter(pk=pk).first()
    return callers.dial(number.caller, by=the_clock(), which=number) if number else ""
