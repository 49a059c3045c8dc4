"""What is done with yearly appraisals: one function for each step of `life.py`, and drafting."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.providers.life import VETS
from hotline.providers.models import Provider
from hotline.today import today

from . import queries
from .life import LIFE
from .models import Appraisal
from .table import Figures, Share, table


def draft(provider: Provider, *, by: Person, year: int) -> Appraisal:
    """Begin what is said of a provider for a year that is over, from its figures."""
    if not by.role & VETS:
        raise NotYours(_("年度考评由审核员、值班长和管理员起草。"))
    if year >= today().year:
        raise NotSo(_("%(year)s 年还没有过完。") % {"year": year})
    with transaction.atomic():
        [held] = rows.lock(Provider, [provider.pk])  # one draft after the other
        if year < held.since_on.year:
            raise NotSo(_("%(provider)s 那一年还没有加盟。") % {"provider": held.short_name})
        if held.appraisals.filter(year=year).exists():
            raise NotNow(_("%(year)s 年的考评已经有了。") % {"year": year})
        new = Appraisal(provider=held, year=year, drafted_by=by)
        _count(new)
        return LIFE.begin(new, act="draft", by=by, provider=held, year=year)


@LIFE.action
def add_words(appraisal: Appraisal, *, by: Person, words: str) -> None:
    """Say what to make of the figures; the latest words hold."""
    appraisal.worded_by = by


@LIFE.action
def agree(appraisal: Appraisal, *, by: Person) -> None:
    """A second person has read it: neither who drafted it nor who wrote its words."""
    if appraisal.worded_by_id is None:
        raise NotNow(_("还没有写评语。"))
    if by.pk in (appraisal.drafted_by_id, appraisal.worded_by_id):
        raise NotYours(_("起草的人和写评语的人不能自己同意，请另一位值班长或管理员来看。"))
    appraisal.agreed_by = by


@LIFE.action
def publish(appraisal: Appraisal, *, by: Person) -> None:
    """Let the provider read it."""


@LIFE.action
def count_anew(appraisal: Appraisal, *, by: Person) -> None:
    """Take the figures of the year as they are now; whoever asks is who drafted it."""
    appraisal.drafted_by = by
    _count(appraisal)


@LIFE.action
def send_back(appraisal: Appraisal, *, by: Person, why: str) -> None:
    """It must be worded otherwise before it is published."""
    appraisal.agreed_by = None


@LIFE.action
def take_back(appraisal: Appraisal, *, by: Person, why: str) -> None:
    """Let the provider read it no more: something in it was wrong."""
    appraisal.agreed_by = None


def _count(appraisal: Appraisal) -> None:
    """Keep the year's figures, and where they would stand by the line's own rules."""
    mine = Provider.objects.filter(pk=appraisal.provider_id)
    [found] = queries.figures(queries.year(appraisal.year), providers=mine)
    [row] = table([found], queries.terms())
    appraisal.figures = _kept(found)
    appraisal.tenths, appraisal.stars = row.tenths, row.stars


def _kept(found: Figures) -> dict[str, Any]:
    def share(one: Share) -> list[int]:
        return [one.hits, one.of]

    return {
        "jobs": found.jobs,
        "accepted": share(found.accepted),
        "arrived": share(found.arrived),
        "satisfied": share(found.satisfied),
        "complaints": found.complaints,
    }
