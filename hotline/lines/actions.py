"""What is done with lines: founded, changed, retired, served by whom, and closed for a while."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import DESK, Role

from . import plans, queries
from .models import Line, Skill
from .plans import LEVELS, PLAIN, Plan

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")

# -- for good -------------------------------------------------------------------------------------


def found_line(code: str, *, plan: Plan, by: Person) -> Line:
    """Let there be another line; it takes calls at once."""
    _needs_right(by)
    if not CODE.fullmatch(code):
        raise NotSo(_("代码只用数字、字母和横线，最多 20 个。"))
    with transaction.atomic():
        hold()
        if Line.objects.filter(code=code).exists():
            raise NotSo(_("代码 %(code)s 已经有专线了，请换一个。") % {"code": code})
        columns = _checked(plan).columns
        line = Line.objects.create(code=code, **columns)
        said = {"code": code, "now": columns}
        journal.write(act="found_line", about=line, by=by, said=said)
        transaction.on_commit(queries.forget)
    return line


def change_line(line: Line, *, plan: Plan, by: Person) -> Line:
    """Let a line be otherwise from now on; calls that wait on it are asked by the new terms."""
    _needs_right(by)
    with transaction.atomic():
        hold()
        held = in_use(line)
        was, now = _checked(plan, of=held).differs(held)
        if not now:
            raise NotSo(_("没有要改的：和现在一样。"))
        for name, value in now.items():
            setattr(held, name, value)
        said = {"was": was, "now": now}
        journal.write(act="change_line", about=held, by=by, said=said, locked=True)
        held.save(update_fields=[*now, "head"])
        transaction.on_commit(queries.forget)
    return held


def retire_line(line: Line, *, by: Person, why: str) -> Line:
    """Take a line out of use for good; its calls and its history stay, its numbers are free.

    It must have been closed before: so nobody can come to it while it goes. Whether somebody still waits on it is
    asked by whoever knows of calls.
    """
    _needs_right(by)
    if not why.strip():
        raise NotSo(_("请写明为什么停用。"))
    with transaction.atomic():
        hold()
        held = in_use(line)
        if held.closed_at is None:
            raise NotNow(_("%(line)s还在接电话，请值班长先在大厅关闭它。") % {"line": held})
        helped = Line.objects.filter(overflow=held, retired_at=None)
        if helped:
            names = _("、").join(map(str, helped))
            raise NotSo(_("%(lines)s还溢出到它，请先改那边。") % {"lines": names})
        held.retired_at = clock.now()
        said = {"code": held.code, "numbers": held.numbers, "why": journal.Said(why.strip()[:200])}
        journal.write(act="retire_line", about=held, by=by, said=said, locked=True)
        held.save(update_fields=["retired_at", "head"])
        transaction.on_commit(queries.forget)
    return held


def in_use(line: Line) -> Line:
    """Hold a line that is to be changed; refuse one that is retired."""
    held = Line.objects.select_for_update(no_key=True).get(pk=line.pk)
    if held.retired_at is not None:
        raise NotNow(_("%(line)s已经停用。") % {"line": held})
    return held


def hold() -> None:
    """Let one at a time set the lines up: a number that no line has yet has no row to hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('lines'))")


def _checked(plan: Plan, *, of: Line | None = None) -> Plan:
    """Return a plan as it would be kept; refuse one that cannot be, or not beside the other lines, in a sentence.

    *of* is the line that it is for; None when there is none yet.
    """
    plan = plans.tidy(plan)
    for fault in plans.faults(plan):
        raise NotSo(fault)
    others = [one for one in Line.objects.filter(retired_at=None) if of is None or one.pk != of.pk]
    for other in others:
        _fits_beside(other, plan)
    if plan.overflow is not None:
        helpers = {other.pk: other.overflow_id for other in others}
        if of is not None and plans.leads_back(of.pk, plan.overflow.pk, helpers):
            raise NotSo(_("溢出绕了一圈又回到%(line)s，请换一条。") % {"line": of})
        if plan.overflow.pk not in helpers:
            raise NotSo(_("不能溢出到%(line)s：它已经停用。") % {"line": plan.overflow})
    return plan


def _fits_beside(other: Line, plan: Plan) -> None:
    for number in plan.numbers:
        if number in other.numbers:
            told = {"number": number, "line": other}
            raise NotSo(_("%(number)s 已经是%(line)s的号码。") % told)
    if not plan.numbers and not other.numbers:
        raise NotSo(
            _("%(line)s没有自己的号码，接所有别的号码；这样的专线只能有一条。请写拨打号码。")
            % {"line": other}
        )


def _needs_right(by: Person) -> None:
    if not by.may("set_rules"):
        raise NotYours(_("只有值班长和管理员可以设置专线。"))


# -- who serves them ------------------------------------------------------------------------------


def give_skill(
    person: Person, *, level: int, by: Person, line: Line | None = None, dialect: str = ""
) -> Skill:
    """Let somebody serve a line, or speak a dialect, so well; one who is named for a line serves no other unless named for it."""
    _needs_right(by)
    if level not in LEVELS:
        raise NotSo(
            _("熟练程度要在 %(least)d 到 %(most)d 之间。")
            % {"least": LEVELS[0], "most": LEVELS[-1]}
        )
    if not (person.is_active and person.role & DESK):
        raise NotSo(_("%(who)s不接电话，不能定技能。") % {"who": person})
    with transaction.atomic():
        hold()
        line, dialect = _skill_of(line, dialect)
        held = Skill.objects.filter(person=person, line=line, dialect=dialect).first()
        was = held.level if held else None
        if was == level:
            raise NotSo(_("没有要改的：和现在一样。"))
        given, _new = Skill.objects.update_or_create(
            person=person, line=line, dialect=dialect, defaults={"level": level}
        )
        said = {"line": line, "dialect": dialect, "was": was, "now": level}
        journal.write(act="give_skill", about=person, by=by, said=said)
        transaction.on_commit(queries.forget)
    return given


def take_skill(person: Person, *, by: Person, line: Line | None = None, dialect: str = "") -> None:
    """Let somebody serve a line, or speak a dialect, no longer."""
    _needs_right(by)
    with transaction.atomic():
        hold()
        held = Skill.objects.filter(person=person, line=line, dialect=dialect.strip()).first()
        if held is None:
            raise NotNow(_("%(who)s没有这项技能。") % {"who": person})
        said = {"line": line, "dialect": held.dialect, "was": held.level}
        held.delete()
        journal.write(act="take_skill", about=person, by=by, said=said)
        transaction.on_commit(queries.forget)


def set_skills(
    person: Person, *, levels: Mapping[Line, int | None], dialects: Collection[str], by: Person
) -> None:
    """Let somebody serve these lines so well, those without a level not at all, and speak these dialects and no other.

    Lines that are not mentioned stay as they are; each skill that is given or taken leaves its own entry.
    """
    _needs_right(by)
    with transaction.atomic():
        hold()
        serves, speaks = queries.levels(by).get(person.pk, ({}, {}))
        changed = [line for line, level in levels.items() if serves.get(line.pk) != level]
        for line in changed:
            level = levels[line]
            if level is None:
                take_skill(person, line=line, by=by)
            else:
                give_skill(person, line=line, level=level, by=by)
        gone = [one for one in speaks if one not in dialects]
        new = [one for one in dialects if one not in speaks]
        for dialect in gone:
            take_skill(person, dialect=dialect, by=by)
        for dialect in new:
            give_skill(person, dialect=dialect, level=PLAIN, by=by)
        if not (changed or gone or new):
            raise NotSo(_("没有要改的：和现在一样。"))


def _skill_of(line: Line | None, dialect: str) -> tuple[Line | None, str]:
    """Return for what a skill is: a line in use or a dialect, never both and never neither."""
    dialect = dialect.strip()
    if (line is None) == (not dialect):
        raise NotSo(_("请选一条专线，或者写一种方言，不能两样都写或都不写。"))
    if len(dialect) > plans.DIALECT_MOST:
        raise NotSo(_("方言或语言最多 20 个字。"))
    return (in_use(line) if line else None), dialect


# -- for a while ----------------------------------------------------------------------------------


def close_line(line: Line, *, by: Person, why: str) -> None:
    """Take no calls on a line for now; whoever waits keeps waiting, whoever calls hears that it is closed."""
    _needs_leader(by)
    if not why.strip():
        raise NotSo(_("请写明为什么关闭。"))
    with transaction.atomic():
        held = in_use(line)
        if held.closed_at is not None:
            raise NotNow(_("%(line)s已经关闭。") % {"line": held})
        held.closed_at, held.closed_why = clock.now(), why.strip()[:200]
        said = {"why": journal.Said(held.closed_why)}
        journal.write(act="close_line", about=held, by=by, said=said, locked=True)
        held.save(update_fields=["closed_at", "closed_why", "head"])
        transaction.on_commit(queries.forget)


def open_line(line: Line, *, by: Person, why: str = "") -> None:
    """Take calls on a line again."""
    _needs_leader(by)
    with transaction.atomic():
        held = in_use(line)
        if held.closed_at is None:
            raise NotNow(_("%(line)s没有关闭。") % {"line": held})
        held.closed_at, held.closed_why = None, ""
        said = {"why": journal.Said(why.strip())} if why.strip() else {}
        journal.write(act="open_line", about=held, by=by, said=said, locked=True)
        held.save(update_fields=["closed_at", "closed_why", "head"])
        transaction.on_commit(queries.forget)


def _needs_leader(by: Person) -> None:
    if not by.role & Role.LEADER:
        raise NotYours(_("只有值班长能关闭和恢复专线。"))
