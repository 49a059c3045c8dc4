"""How a citizen hears of what a provider did: by message where there is a mobile and no secret, else by a call that is owed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hotline.callers.models import CallerNumber
from hotline.callers.numbers import Kind
from hotline.cases.models import Case
from hotline.outbox import jobs as outbox
from hotline.people.models import Person
from hotline.wishes import actions as wishes


def write_to(case: Case, text: str, about: str) -> bool:
    """Write to whoever asked; say whether there was a mobile to write to, and no secret that a message would tell."""
    number = CallerNumber.objects.filter(caller=case.caller_id, kind=Kind.MOBILE).first()
    if number is None or case.secret:
        return False
    outbox.send(to=_("来电人"), telephone=f"number:{number.pk}", text=text, about=about)
    return True


def let_know(case: Case, text: str, about: str, *, by: Person) -> None:
    """Write to whoever asked; whom no message reaches is called, and the case says what about."""
    if write_to(case, text, about) or case.caller is None or case.caller.erased_at is not None:
        return
    if not case.wishes.open().exists():
        wishes.wish(case, by=by)
