"""What is done to accounts: engaged, given roles, let in, locked out, sent away."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hotline.journal import log as journal
from hotline.journal.models import Recorded
from hotline.life.errors import NotNow, NotSo, NotYours

from . import lockout, passwords, queries
from .models import Person, Session
from .roles import RIGHTS, Role, named


def engage(
    username: str,
    *,
    name: str,
    role: Role,
    by: Person | None,
    number: str = "",
    password: str | None = None,
) -> Person:
    """Make an account; without a password it cannot sign in."""
    if by is not None:
        _needs(by, "manage_people")
    return _engaged(username, name=name, number=number, role=role, by=by, password=password)


def engage_worker(name: str, *, by: Person) -> Person:
    """Make the account through which a provider's worker acts; nobody signs in to it until an administrator lets him in."""
    _needs(by, "manage_providers")
    return _engaged(f"worker-{secrets.token_hex(4)}", name=name, role=Role.PROVIDER, by=by)


def _engaged(
    username: str,
    *,
    name: str,
    role: Role,
    by: Person | None,
    number: str = "",
    password: str | None = None,
) -> Person:
    with transaction.atomic():
        person = Person.objects.create(
            username=username.lower(),
            name=name,
            number=number,
            roles=names(role),
            password=make_password(password),
        )
        journal.write(act="engage", about=person, by=by or person, said={"roles": person.roles})
    return person


def change_roles(person: Person, *, to: Role, by: Person) -> None:
    """Give somebody other roles; the last administrator keeps his."""
    _needs(by, "manage_people")
    if not to:
        raise NotSo(_("至少要有一个岗位；不再用的账号请停用。"))
    with _held_with_admins(person) as (held, last):
        if last and not to & Role.ADMIN:
            raise _last(held)
        had, held.roles = held.roles, names(to)
        _write(held, "change_roles", by=by, said={"from": had, "to": held.roles}, saves=("roles",))
    person.roles = held.roles
    vars(person).pop("role", None)


def deactivate(person: Person, *, by: Person, why: str = "") -> None:
    """End an account and its sessions; what it did stays in the journal."""
    _needs(by, "manage_people")
    with _held_with_admins(person) as (held, last):
        if last:
            raise _last(held)
        if not held.is_active:
            raise NotNow(_("%(who)s 已经停用。") % {"who": held.name})
        held.is_active, held.round = False, held.round + 1
        said = {"why": journal.Said(why)} if why else {}
        _write(held, "deactivate", by=by, said=said, saves=("is_active", "round"))
    person.is_active, person.round = held.is_active, held.round


def reactivate(person: Person, *, by: Person) -> None:
    """Let an ended account sign in again."""
    _needs(by, "manage_people")
    with _held(person) as held:
        held.is_active = True
        _write(held, "reactivate", by=by, saves=("is_active",))
    person.is_active = True


def end_worker(person: Person, *, by: Person, left: Recorded) -> None:
    """End the account of a worker who has left; whoever is here as something else too keeps his."""
    _needs(by, "manage_providers")
    with _held(person) as held:
        if not held.is_active or held.role & ~Role.PROVIDER:
            return
        held.is_active, held.round = False, held.round + 1
        _write(held, "deactivate", by=by, said={"left": left}, saves=("is_active", "round"))
    person.is_active, person.round = held.is_active, held.round


def let_worker_in(person: Person, *, by: Person) -> None:
    """Let the account of a worker who had left act again; one that was ended for another reason stays ended."""
    _needs(by, "manage_providers")
    with _held(person) as held:
        if held.is_active:
            return
        ended = queries.ended_by(held)
        if ended is None or "left" not in ended.said:
            raise NotSo(_("%(who)s 的账号已经停用，请先让管理员启用。") % {"who": held.name})
        held.is_active = True
        _write(held, "reactivate", by=by, saves=("is_active",))
    person.is_active = True


def invite(person: Person, *, by: Person) -> str:
    """Make the one link by which somebody chooses a password; older links and all sessions end."""
    _needs(by, "manage_people")
    with _held(person) as held:
        if not held.is_active:
            raise NotNow(_("%(who)s 已经停用，请先启用。") % {"who": held.name})
        held.round += 1
        _write(held, "invite", by=by, saves=("round",))
    person.round = held.round
    return passwords.link_for(held)


def set_password(person: Person, *, by: Person) -> str:
    """Give somebody a new password and return it, to be told once; all his sessions end."""
    _needs(by, "manage_people")
    password = passwords.make()
    _new_password(person, password, by=by)
    return password


def choose_password(person: Person, *, password: str, by: Person) -> None:
    """Set the password that somebody has chosen himself; links and older sessions end."""
    if by.pk != person.pk:
        raise NotYours(_("只有本人可以选自己的密码。"))
    passwords.check(password, person)
    _new_password(person, password, by=by)


def unlock(person: Person, *, by: Person) -> None:
    """Let somebody try again who was locked out."""
    _needs(by, "unlock_people")
    with _held(person) as held:
        if not lockout.unlock(held.username):
            raise NotNow(_("%(who)s 没有被锁定。") % {"who": held.name})
        _write(held, "unlock", by=by)


def sign_in(person: Person, *, by: Person, how: str, address: str, factor: str = "") -> None:
    """Record that somebody has signed in: by password, by link, as a sample person."""
    with _held(person) as held:
        said: dict[str, Any] = {"how": how, "address": journal.Said(address)}
        if factor:
            said["factor"] = factor
        _write(held, "sign_in", by=by, said=said)


def sign_out(person: Person, *, by: Person, why: str = "") -> None:
    """Record that a session has ended: by himself, or by the clock because he was idle."""
    with _held(person) as held:
        _write(held, "sign_out", by=by, said={"why": why})


def sign_out_everywhere(person: Person, *, by: Person) -> None:
    """End all sessions of one person, wherever they are."""
    if by.pk != person.pk:
        _needs(by, "manage_people")
    with _held(person) as held:
        held.round += 1
        _write(held, "sign_out_everywhere", by=by, saves=("round",))
    person.round = held.round


def end_session(session: Session, *, by: Person) -> None:
    """End one session of somebody: his own, or another's by whoever manages accounts."""
    person = session.person
    if person is None or (by.pk != person.pk and not by.may("manage_people")):
        raise NotYours(_("这件事由%(who)s办。") % {"who": named(RIGHTS["manage_people"])})
    with _held(person) as held:
        session.delete()
        _write(held, "end_session", by=by, said={"device": session.device})


def fail_to_sign_in(attempt: lockout.Attempt, *, left: lockout.Left) -> None:
    """Record a failed sign-in, and the lock when none is left under this name."""
    acts = ["fail_to_sign_in"] if left.name > 0 else ["fail_to_sign_in", "lock_out"]
    person = Person.objects.filter(username=attempt.username.strip().lower()).first()
    house = queries.the_clock()
    said: dict[str, Any] = {"address": journal.Said(attempt.address)}
    if attempt.kind != "name":
        said["at"] = attempt.kind
    if person is None:
        # What was typed may be a password: only its keyed hash is kept.
        said["name"] = attempt.name_key
    with transaction.atomic():
        for act in acts:
            journal.write(act=act, about=person or house, by=house, said=said)
        if left.address <= 0:
            here = {"address": journal.Said(attempt.address)}
            journal.write(act="lock_out", about=house, by=house, said=here)


def change_password(person: Person, *, had: str, password: str, by: Person) -> None:
    """Change one's own password, knowing the one it replaces; links and other sessions end."""
    if by.pk != person.pk or not check_password(had, person.password):
        raise NotYours(_("现在的密码不对。"))
    choose_password(person, password=password, by=by)


def bind_sso(person: Person, *, subject: str, by: Person) -> None:
    """Bind an account to who somebody is to the single sign-on, at his first coming through it."""
    with _held(person) as held:
        if held.sso_subject:
            raise NotYours(_("这个账号已经绑定了另一个统一身份。"))
        held.sso_subject = subject
        _write(held, "bind_sso", by=by, saves=("sso_subject",))
    person.sso_subject = subject


def unbind_sso(person: Person, *, by: Person) -> None:
    """Let an account be bound to another at the next coming through single sign-on."""
    _needs(by, "manage_people")
    with _held(person) as held:
        if not held.sso_subject:
            raise NotNow(_("%(who)s 没有绑定统一身份。") % {"who": held.name})
        held.sso_subject, held.round = "", held.round + 1
        _write(held, "unbind_sso", by=by, saves=("sso_subject", "round"))
    person.sso_subject, person.round = "", held.round


def set_language(person: Person, *, to: str, by: Person) -> None:
    """Speak another language to somebody from now on."""
    with _held(person) as held:
        if held.locale != to:
            held.locale = to
            _write(held, "set_language", by=by, said={"to": to}, saves=("locale",))


def make_key(of: str, *, number: int, by: Person) -> None:
    """Put on record that the keys of staff, of second factors or of sessions, have a new one; says nothing of what it is."""
    with _held(by) as held:
        _write(held, "make_key", by=by, said={"of": of, "number": number})


def retire_key(of: str, *, number: int, by: Person) -> None:
    """Put on record that an old key of staff was thrown away."""
    with _held(by) as held:
        _write(held, "retire_key", by=by, said={"of": of, "number": number})


def names(role: Role) -> list[str]:
    """Return a flag as the words that are stored."""
    return [one.name.lower() for one in role if one.name]


def lay_down_house_accounts() -> Person:
    """Make the accounts of the house itself and of citizens where there are none yet; return the house's."""
    for username, role in (("clock", Role.CLOCK), ("citizen", Role.CITIZEN)):
        if not Person.objects.filter(username=username).exists():
            engage(username, name=username, role=role, by=None)
    return queries.the_clock()


def _needs(by: Person, right: str) -> None:
    """Refuse somebody without the right; the house itself may lay its own accounts down."""
    if not by.may(right) and not by.role & Role.CLOCK:
        raise NotYours(_("这件事由%(who)s办。") % {"who": named(RIGHTS[right])})


@contextmanager
def _held(person: Person) -> Iterator[Person]:
    """Hold a person's row for one transaction."""
    with transaction.atomic():
        yield Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _write(
    held: Person,
    act: str,
    *,
    by: Person,
    saves: tuple[str, ...] = (),
    said: dict[str, Any] | None = None,
) -> None:
    journal.write(act=act, about=held, by=by, said=said, locked=True)
    held.save(update_fields=[*saves, "head"])


def _new_password(person: Person, password: str, *, by: Person) -> None:
    hashed = make_password(password)
    with _held(person) as held:
        held.password, held.round = hashed, held.round + 1
        _write(held, "set_password", by=by, saves=("password", "round"))
        lockout.unlock(held.username)
    person.password, person.round = held.password, held.round


@contextmanager
def _held_with_admins(person: Person) -> Iterator[tuple[Person, bool]]:
    """Hold a person and all administrators, in key order; say too whether he is the last."""
    wanted = Q(pk=person.pk) | Q(roles__contains=names(Role.ADMIN), is_active=True)
    with transaction.atomic():
        rows = Person.objects.filter(wanted).order_by("pk").select_for_update(no_key=True)
        held = {row.pk: row for row in rows}
        admins = {row.pk for row in held.values() if row.is_active and row.role & Role.ADMIN}
        yield held[person.pk], admins == {person.pk}


def _last(held: Person) -> NotSo:
    return NotSo(_("%(who)s 是最后一位管理员。请先让另一位担任管理员。") % {"who": held.name})
