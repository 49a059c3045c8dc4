"""What is done to second factors: added, shown, taken away, replaced by codes on paper, reset."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import lockout
from hotline.people.models import Person

from . import are_demanded_of, codes, queries, sealing
from .queries import Kind


def add_app(person: Person, *, secret: str, code: str, by: Person) -> list[str]:
    """Add the app that shows codes; return new recovery codes if these are the first."""
    _own(person, by)
    step = codes.step_of(secret, code)
    if step is None:
        raise NotSo(_("验证码不对。请看看手机的时间，再输一遍应用里的 6 位数字。"))
    with _held(person) as held:
        if Authenticator.objects.filter(user=held, type=Kind.TOTP).exists():
            raise NotNow(_("已经有一个验证器应用了。换手机请先删掉旧的。"))
        data = {"secret": sealing.seal(secret), "used_step": step}
        Authenticator.objects.create(user=held, type=Kind.TOTP, data=data)
        return _added(held, "totp", by=by)


def add_passkey(person: Person, *, name: str, credential: dict[str, Any], by: Person) -> list[str]:
    """Add a passkey whose credential was verified; return new recovery codes if these are the first."""
    _own(person, by)
    with _held(person) as held:
        data = {"name": name.strip()[:60], "credential": credential}
        Authenticator.objects.create(user=held, type=Kind.WEBAUTHN, data=data)
        return _added(held, "passkey", by=by)


def show_code(person: Person, *, code: str) -> str:
    """Take a code of the app, or one of those on paper, each once; say which it was, "" for neither."""
    with _held(person) as held:
        rows = {r.type: r for r in Authenticator.objects.select_for_update().filter(user=held)}
        if (app := rows.get(Kind.TOTP)) and _take_step(app, code):
            return "totp"
        if (paper := rows.get(Kind.RECOVERY_CODES)) and _take_paper(paper, code):
            return "recovery_code"
    return ""


def show_passkey(person: Person, *, credential: dict[str, Any]) -> None:
    """Take what a passkey signed; raises ValidationError when it is not good."""
    row = webauthn.complete_authentication(person, credential)
    row.last_used_at = clock.now()
    row.save(update_fields=["last_used_at"])


def remove_factor(person: Person, *, factor: int, by: Person) -> None:
    """Take one second factor away; the last of somebody whose role demands one stays."""
    _own(person, by)
    with _held(person) as held:
        rows = list(Authenticator.objects.filter(user=held, type__in=queries.FACTORS))
        gone = next((row for row in rows if row.pk == factor), None)
        if gone is None:
            raise NotNow(_("这一项已经删掉了。"))
        if len(rows) == 1 and are_demanded_of(held):
            raise NotSo(_("您的岗位必须有第二道验证。请先加一个新的，再删这一个。"))
        gone.delete()
        if len(rows) == 1:
            Authenticator.objects.filter(user=held).delete()
        _write(held, "remove_factor", by=by, said={"kind": _word(gone.type)})


def make_recovery_codes(person: Person, *, by: Person) -> list[str]:
    """Make new codes for somebody's drawer; the old ones are void."""
    _own(person, by)
    if not queries.has_any(person):
        raise NotNow(_("先设第二道验证，再要恢复码。"))
    with _held(person) as held:
        made = _new_codes(held)
        _write(held, "make_recovery_codes", by=by)
    return made


def reset_factors(person: Person, *, by: Person, why: str) -> None:
    """Take all second factors from somebody who lost them, and end his sessions; he sets up anew."""
    if not by.may("manage_people"):
        raise NotYours(_("这件事由管理员办。"))
    if by.pk == person.pk:
        raise NotYours(_("自己的第二道验证请另一位管理员重置。"))
    if not why.strip():
        raise NotSo(_("请写明原因：怎样确认了是本人。"))
    with _held(person) as held:
        gone = Authenticator.objects.filter(user=held)
        if not gone.exists():
            raise NotNow(_("%(who)s 没有第二道验证。") % {"who": held.name})
        gone.delete()
        held.round += 1
        lockout.unlock(held.username)
        said = {"why": journal.Said(why.strip()[:500])}
        _write(held, "reset_factors", by=by, said=said, saves=("round",))
    person.round = held.round


def seal_again() -> int:
    """Seal anew, with the newest key, whatever an older one sealed; return how many rows that were.

    A row at a time, so that nobody who is signing in waits for more than his own. That there is a new key has its entry.
    """
    needing = queries.needing_old_key()
    for pk in needing:
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            if "secret" in row.data:
                row.data["secret"] = sealing.seal(sealing.unseal(row.data["secret"]))
            if "codes" in row.data:
                row.data["codes"] = [sealing.seal(sealing.unseal(c)) for c in row.data["codes"]]
            row.save(update_fields=["data"])
    return len(needing)


def _own(person: Person, by: Person) -> None:
    if by.pk != person.pk:
        raise NotYours(_("只有本人可以改自己的第二道验证。"))


@contextmanager
def _held(person: Person) -> Iterator[Person]:
    with transaction.atomic():
        yield Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _write(
    held: Person,
    act: str,
    *,
    by: Person,
    said: dict[str, Any] | None = None,
    saves: tuple[str, ...] = (),
) -> None:
    journal.write(act=act, about=held, by=by, said=said, locked=True)
    held.save(update_fields=[*saves, "head"])


def _added(held: Person, kind: str, *, by: Person) -> list[str]:
    made = [] if queries.codes_left(held) else _new_codes(held)
    _write(held, "add_factor", by=by, said={"kind": kind})
    return made


def _new_codes(held: Person) -> list[str]:
    made = codes.make_recovery_codes()
    sealed = [sealing.seal(sealing.digest(codes.bare(one), whose=held.pk)) for one in made]
    Authenticator.objects.filter(user=held, type=Kind.RECOVERY_CODES).delete()
    Authenticator.objects.create(user=held, type=Kind.RECOVERY_CODES, data={"codes": sealed})
    return made


def _take_step(app: Authenticator, code: str) -> bool:
    """Take a code of the app; no step is taken twice, nor one before the last."""
    step = codes.step_of(sealing.unseal(app.data["secret"]), code, after=app.data["used_step"])
    if step is None:
        return False
    app.data["used_step"], app.last_used_at = step, clock.now()
    app.save(update_fields=["data", "last_used_at"])
    return True


def _take_paper(paper: Authenticator, code: str) -> bool:
    typed = sealing.digest(codes.bare(code), whose=paper.user_id)
    had = paper.data.get("codes", [])
    left = [one for one in had if not constant_time_compare(sealing.unseal(one), typed)]
    if len(left) == len(had):
        return False
    paper.data["codes"], paper.last_used_at = left, clock.now()
    paper.save(update_fields=["data", "last_used_at"])
    return True


def _word(kind: str) -> str:
    return {"webauthn": "passkey"}.get(kind, kind)
