"""Setting a number of the line, and taking a change back before it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours

from . import queries
from .meanings import meaning, said, unit
from .models import Rule
from .numbers import BY_NAME, NUMBERS

BEFORE_ALL = datetime(2012, 1, 1, tzinfo=UTC)
"""Defaults hold from before the first day of the first line."""
LATE = timedelta(minutes=10)
"""How long somebody may think about a confirmation: a start that passed meanwhile becomes now."""
WHY_MOST = 500


class Setter(journal.Actor, Protocol):
    """Whoever sets a rule: somebody who has rights."""

    def may(self, right: str) -> bool:
        """Say whether this person has a right."""


def set_rule(
    name: str, *, value: int, by: Setter, why: str, valid_from: datetime | None = None
) -> Rule:
    """Let a number hold from a moment on; what it was stays on record."""
    _allow(by)
    check(name, value)
    if not why.strip():
        raise NotSo(_("请写明为什么改。"))
    with transaction.atomic():
        _hold(name)
        now = clock.now()
        if valid_from is not None and valid_from < now - LATE:
            raise NotSo(_("规则不能从过去改起，请选现在或以后的时间。"))
        start = max(valid_from or now, now)
        _fits(name, value, start)
        rule = _write(name, value=value, by=by, why=why.strip(), valid_from=start)
    queries.forget()
    return rule


def withdraw_rule(rule: Rule, *, by: Setter, why: str = "") -> Rule:
    """Take back a change that does not hold yet; what holds stays in force."""
    _allow(by)
    with transaction.atomic():
        _hold(rule.name)
        held = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
        if held.withdrawn_at is not None:
            raise NotNow(_("这次更改已经撤回了。"))
        if held.valid_from <= clock.now():
            raise NotNow(_("这次更改已经生效，不能撤回；请另设一个新数。"))
        held.withdrawn_at = clock.now()
        held.save(update_fields=["withdrawn_at"])
        told = {"name": held.name, "value": held.value, "why": journal.Said(why) if why else None}
        journal.write(act="withdraw_rule", about=held, by=by, said=told)
    queries.forget()
    return held


def check(name: str, value: int) -> None:
    """Refuse a number that this rule can never have, in a sentence."""
    if name not in BY_NAME:
        raise NotSo(_("没有这条规则。"))
    means = meaning(BY_NAME[name])
    if not means.least <= value <= means.most:
        raise NotSo(
            _("“%(label)s”要在 %(least)d 到 %(most)d %(unit)s之间。")
            % {
                "label": BY_NAME[name].label,
                "least": means.least,
                "most": means.most,
                "unit": unit(BY_NAME[name]),
            }
        )


def lay_down_defaults(*, by: journal.Actor) -> int:
    """Write the default of every number that has no row yet; return how many were written."""
    known = set(Rule.objects.values_list("name", flat=True))
    missing = [number for number in NUMBERS if number.name not in known]
    for number in missing:
        with transaction.atomic():
            _write(
                number.name, value=number.default, by=by, why=number.source, valid_from=BEFORE_ALL
            )
    queries.forget()
    return len(missing)


def _write(name: str, *, value: int, by: journal.Actor, why: str, valid_from: datetime) -> Rule:
    rule = Rule.objects.create(name=name, value=value, valid_from=valid_from, by_id=by.pk, why=why)
    told = {"name": name, "value": value, "from": valid_from, "why": journal.Said(why)}
    journal.write(act="set_rule", about=rule, by=by, said=told)
    return rule


def _fits(name: str, value: int, start: datetime) -> None:
    """Refuse a change that changes nothing, or two changes at one moment."""
    standing = Rule.objects.standing().filter(name=name)
    if standing.filter(valid_from=start).exists():
        raise NotSo(_("这个时刻已经安排了一次更改，请换一个时间，或先撤回那一次。"))
    before = standing.filter(valid_from__lt=start).order_by("-valid_from").first()
    if before is not None and before.value == value:
        when = timezone.localtime(start).strftime("%Y-%m-%d %H:%M")
        raise NotSo(
            _("%(when)s 本来就是 %(value)s，不用改。") % {"when": when, "value": said(name, value)}
        )


def _hold(name: str) -> None:
    """Let one at a time set a number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rule'), hashtext(%s))", [name])


def _allow(by: Setter) -> None:
    if not by.may("set_rules"):
        raise NotYours(_("只有值班长和管理员可以改规则。"))
