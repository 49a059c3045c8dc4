"""What is done to callers: taken down, named, given numbers, unmasked, erased.

Every act leaves an entry that says what was done to whom by key, never a name or a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.journal.models import Recorded
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import DESK, Role

from . import queries, sealing
from .models import Caller, CallerNumber, Key, Title, seal_number
from .numbers import Number, display


def take_down(*, number: Number, by: Person, name: str = "", title: str = "") -> Caller:
    """Return the caller with this number, written down now if the line does not know it yet.

    One query for a known number. Two who take the same number down at once get the same caller. A
    withheld number is a new caller each time. A name given fills an empty one, and replaces none.
    """
    caller = queries.find_by_number(number) or first_seen(number, by=by, name=name, title=title)
    if name.strip() and not caller.name_sealed:
        rename(caller, name=name, title=title, by=by)
    return caller


def first_seen(number: Number, *, by: Person, name: str = "", title: str = "") -> Caller:
    """Write down a caller whose number nobody was found by; return the other's where another was quicker."""
    caller = _write_down(number, name, title, by=by) or queries.find_by_number(number)
    if caller is None:
        raise NotSo(_("这个号码的来电人刚被删除，请再试一次。"))
    return caller


def rename(caller: Caller, *, name: str, by: Person, title: str | None = None) -> None:
    """Write down what the caller is called; an empty name takes it away."""
    caller.name_sealed = _sealed(caller, "name", name)
    changed = ["name_sealed"]
    if title is not None:
        caller.title = Title(title).value if title else ""
        changed.append("title")
    _save(caller, changed, act="rename", by=by)


def describe(
    caller: Caller, *, by: Person, wishes: str, dialect: str, home_area: Area | None = None
) -> None:
    """Write down what whoever rings this caller should know."""
    caller.wishes_sealed = _sealed(caller, "wishes", wishes)
    caller.dialect, caller.home_area = dialect.strip(), home_area
    _save(caller, ["wishes_sealed", "dialect", "home_area"], act="describe", by=by)


def add_number(caller: Caller, *, number: Number, by: Person) -> None:
    """Write down another number of the caller; raise `NotSo` when it is somebody else's."""
    if not number.known:
        raise NotSo(_("请填写电话号码。"))
    with transaction.atomic():
        if _insert_number(number, caller.pk) is None:
            owner = queries.find_by_number(number)
            if owner != caller:
                raise NotSo(_("这个号码已经记在另一位来电人名下。"))
            return
        journal.write(act="add_number", about=caller, by=by, said={"kind": number.kind})


def unmask(caller: Caller, *, by: Person, why: str, which: CallerNumber | None = None) -> str:
    """Show a whole number once, for a reason that stays in the journal."""
    if not by.may("unmask"):
        raise NotYours(_("您的岗位不能查看完整号码。"))
    if not why.strip():
        raise NotSo(_("请写明查看完整号码的理由。"))
    return display(_reveal(caller, which, act="unmask", by=by, said={"why": journal.Said(why)}))


def show_again(caller: Caller, *, by: Person) -> str:
    """Show a whole number to whoever asks twice by one press: that he was shown it is on record already.

    That the press is the same, the asking package knows and this one does not.
    """
    if not by.may("unmask"):
        raise NotYours(_("您的岗位不能查看完整号码。"))
    found = queries.first_number(caller)
    if found is None:
        raise NotSo(_("这位来电人没有留下号码。"))
    return display(found.opened)


def show_in_call(caller: Caller, *, by: Person, call: Recorded) -> str:
    """Show the number to whoever is on the telephone with the caller; ask once for each call.

    That the call is live and *by*'s own, the asking package knows and this one does not.
    """
    if not by.role & DESK:
        raise NotYours(_("您的岗位不能查看完整号码。"))
    return display(_reveal(caller, None, act="unmask", by=by, said={"in_call": call}))


def dial(caller: Caller, *, by: Person, which: CallerNumber | None = None) -> str:
    """Return what the switch must dial to reach the caller; nobody is shown it."""
    return _reveal(caller, which, act="dial", by=by, said={}).dialled


def restrain(
    caller: Caller, *, by: Person, limited_until: datetime | None, barred_until: datetime | None
) -> None:
    """Say until when a caller is answered after the others, or not at all; why, the asking package knows."""
    caller.limited_until, caller.barred_until = limited_until, barred_until
    _save(caller, ["limited_until", "barred_until"], act="restrain", by=by)


def erase(caller: Caller, *, by: Person) -> bool:
    """Forget who this was, name, wishes and numbers; say whether there was anybody to forget.

    The house alone does it, once two people or the time that is kept say so. Whatever points here keeps the empty row.
    """
    if not by.role & Role.CLOCK:
        raise NotYours(_("来电人资料只由系统按批准或到期清除。"))
    with transaction.atomic():
        held = rows.lock(Caller, [caller.pk])[0]
        if held.erased_at:
            return False
        held.numbers.all().delete()
        held.name_sealed = held.wishes_sealed = b""
        held.title = held.dialect = ""
        held.home_area, held.erased_at = None, clock.now()
        columns = ["name_sealed", "wishes_sealed", "title", "dialect", "home_area", "erased_at"]
        _save(held, columns, act="erase", by=by)
    return True


def make_key(number: int, *, by: Person) -> Key:
    """Put on record that a key came onto the ring; what it is stands nowhere but there."""
    with transaction.atomic():
        key = Key.objects.create(number=number, made_at=clock.now())
        journal.write(act="make_key", about=key, by=by, said={"number": number})
    return key


def retire_key(key: Key, *, by: Person) -> None:
    """Put on record that a key was thrown away."""
    with transaction.atomic():
        Key.objects.filter(pk=key.pk).update(retired_at=clock.now())
        journal.write(act="retire_key", about=key, by=by, said={"number": key.number})


def _write_down(number: Number, name: str, title: str, *, by: Person) -> Caller | None:
    """Write a new caller with a number; None when another was quicker.

    The number goes first and brings the caller's key: it alone decides who was quicker. Its foreign
    key is checked at the commit.
    """
    with transaction.atomic(savepoint=False):
        pk = _insert_number(number, None) if number.known else _next_key()
        if pk is None:
            return None
        caller = Caller(pk=pk, first_seen_at=clock.now(), title=Title(title).value if title else "")
        caller.name_sealed = _sealed(caller, "name", name)
        # The entry before the row, which takes the entry's hash and is written once.
        said = {"kind": number.kind}
        journal.write(act="take_down", about=caller, by=by, said=said, locked=True, told=False)
        rows.add(caller)
    return caller


def _insert_number(number: Number, caller_id: int | None) -> int | None:
    """Write a number of a caller, or of one to come; return his key, or None if it was there."""
    lies = seal_number(number)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO callers_callernumber
                   (caller_id, kind, sealed, fingerprint, fingerprint_even)
               VALUES (coalesce(%s, nextval('callers_caller_id_seq')), %s, %s, %s, %s)
               ON CONFLICT DO NOTHING RETURNING caller_id""",
            [caller_id, number.kind.value, lies.sealed, lies.fingerprint, lies.fingerprint_even],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _next_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('callers_caller_id_seq')")
        return int(cursor.fetchone()[0])


def _reveal(
    caller: Caller,
    which: CallerNumber | None,
    *,
    act: str,
    by: Person,
    said: Mapping[str, object],
) -> Number:
    """Open a number and write down that it was opened, or do neither."""
    found = which or queries.first_number(caller)
    if found is None or found.caller_id != caller.pk:
        raise NotSo(_("这位来电人没有留下号码。"))
    with transaction.atomic():
        journal.write(act=act, about=caller, by=by, said={**said, "number": found})
        return found.opened


def _sealed(caller: Caller, column: str, text: str) -> bytes:
    return sealing.seal(text.strip(), caller.place(column)) if text.strip() else b""


def _save(caller: Caller, columns: list[str], *, act: str, by: Person, **said: object) -> None:
    with transaction.atomic():
        caller.save(update_fields=columns)
        journal.write(act=act, about=caller, by=by, said=said)
