"""What is done to reply templates: one function for each step, and keeping a new one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role

from .life import LIFE
from .models import Template

MOST = 60
"""As many templates as a unit may have in use."""


def keep(unit: Unit, *, title: str, answer: str, by: Person, account: str = "") -> Template:
    """Keep the words of a reply for the next one like it."""
    _demand_own(unit.pk, by)
    with transaction.atomic(savepoint=False):
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # one at a time
        if Template.objects.kept().filter(unit=unit).count() >= MOST:
            raise NotSo(_("模板已经有 %(n)s 个，请先停用不用的。") % {"n": MOST})
        made = Template(
            unit=unit, title=_free(unit, title), account=account, answer=answer,
            kept_at=clock.now(), kept_by=by,
        )  # fmt: skip
        return LIFE.begin(made, act="keep", by=by, unit=unit, title=made.title)


@LIFE.action
def rewrite(template: Template, *, by: Person, title: str, answer: str, account: str = "") -> None:
    """Say it in other words from now on; replies that began from it stay as they are."""
    _demand_own(template.unit_id, by)
    if title.strip() != template.title:
        template.title = _free(template.unit, title)
    template.account, template.answer = account, answer


@LIFE.action
def drop(template: Template, *, by: Person) -> None:
    """Offer it no more."""
    _demand_own(template.unit_id, by)


@LIFE.action
def restore(template: Template, *, by: Person) -> None:
    """Offer it again."""
    _demand_own(template.unit_id, by)
    _free(template.unit, template.title)


def _demand_own(unit: int, by: Person) -> None:
    if not by.role & Role.DEPARTMENT or unit not in departments.units_of(by):
        raise NotYours(_("只有本单位的人可以管本单位的答复模板。"))


def _free(unit: Unit, title: str) -> str:
    bare = title.strip()
    if not bare:
        raise NotSo(_("请写模板叫什么。"), field="title")
    if Template.objects.kept().filter(unit=unit, title=bare).exists():
        raise NotSo(_("已经有叫“%(title)s”的模板了。") % {"title": bare}, field="title")
    return bare
