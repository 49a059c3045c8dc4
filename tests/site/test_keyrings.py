"""New keys for second factors and sessions while the house works: nobody is shut out, and the old key goes only when it may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from hotline import clock
from hotline.callers import ring
from hotline.callers.ring import KeyFile
from hotline.journal.models import Entry
from hotline.people import actions as people
from hotline.people import passwords
from hotline.people.factors import sealing
from hotline.privacy.resealing import SETTLES, UnableToChangeKeys
from hotline.rules import queries as rules
from hotline.site import cli, keyrings
from tests.people.service import code_of, in_service, set_up
from tests.people.staff import Cast, browser, hire, type_in

HOUR = timedelta(hours=1)


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have an installation in service with keys of its own; gives their folder."""
    in_service(
        monkeypatch, factors_key_file=tmp_path / "factors", secret_key_file=tmp_path / "sessions"
    )
    for name in ("factors", "sessions"):
        (tmp_path / name).write_bytes(name.encode().ljust(ring.SIZE, b"."))
    monkeypatch.setattr(settings, "FACTORS_KEYS", KeyFile(tmp_path / "factors"))
    start_again(monkeypatch)
    return tmp_path


@pytest.fixture
def cast(db: None, keys: Path) -> Iterator[Cast]:
    """Have people, on a clock that stands at the hour in which the files were written."""
    with clock.frozen(datetime.now(UTC)):
        yield hire()


def start_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the keys that sign, as a part does when it starts."""
    newest, *older = [k.hex() for _n, k in settings.CONFIGURATION.secret_keys().keys[::-1]]
    monkeypatch.setattr(settings, "SECRET_KEY", newest)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", older)


def shown(username: str, code: str) -> int:
    """Sign in with a code; return the answer's status."""
    client = Client()
    type_in(client, username)
    return client.post("/sign-in/factor/", {"code": code}).status_code


def test_second_factors_are_sealed_anew_and_go_on_being_good(cast: Cast, keys: Path) -> None:
    _client, secret, paper = set_up("leader01")
    before = str(list(Authenticator.objects.values_list("data", flat=True)))
    keyrings.rotate("factors")
    assert keyrings.state("factors").numbers == (1, 2)
    assert keyrings.state("factors").needed == 0
    rows = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert all(sealed not in rows for sealed in before.split("'") if len(sealed) > 40)
    clock.pass_time(SETTLES + HOUR)
    keyrings.retire("factors")
    assert ring.parse((keys / "factors").read_bytes()).numbers == (2,)
    assert shown("leader01", code_of(secret)) == 302
    assert shown("leader01", paper[0]) == 302
    assert shown("leader01", paper[0]) == 422, "a code on paper is still good once"


def test_an_old_key_that_is_needed_stays(cast: Cast) -> None:
    set_up("leader01")
    row = Authenticator.objects.get(type="totp")
    sealed_before = row.data["secret"]
    keyrings.rotate("factors")
    with pytest.raises(UnableToChangeKeys, match="too young"):
        keyrings.retire("factors")
    row.data["secret"] = sealed_before  # by somebody who had begun before the new key came
    row.save()
    assert keyrings.state("factors").needed == 1
    clock.pass_time(SETTLES + HOUR)
    with pytest.raises(UnableToChangeKeys, match="1 rows still need"):
        keyrings.retire("factors")
    keyrings.rotate("factors")
    assert keyrings.state("factors").numbers == (1, 2), "it goes on, with no third key"
    keyrings.retire("factors")
    with pytest.raises(UnableToChangeKeys, match="nothing to retire"):
        keyrings.retire("factors")


def test_sessions_and_links_outlive_the_key_that_signed_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, link = browser("operator28"), people.invite(cast.provider, by=cast.admin)
    keyrings.rotate("sessions")
    start_again(monkeypatch)
    assert settings.SECRET_KEY_FALLBACKS
    assert desk.get("/me/").status_code == 200
    assert passwords.whose(link) == cast.provider
    young = browser("operator28")
    with pytest.raises(UnableToChangeKeys, match="too young"):
        keyrings.retire("sessions")
    keyrings.retire("sessions", at_once=True)
    start_again(monkeypatch)
    assert desk.get("/me/").status_code == 302
    assert passwords.whose(link) is None
    assert young.get("/me/").status_code == 200


def test_the_key_of_sessions_goes_when_its_last_link_is_over(cast: Cast) -> None:
    keyrings.rotate("sessions")
    longest = rules.book().time("citizen_link_h")
    assert longest > rules.book().time("link_h")
    clock.pass_time(longest - timedelta(minutes=5))
    with pytest.raises(UnableToChangeKeys, match="too young"):
        keyrings.retire("sessions")
    clock.pass_time(HOUR)
    keyrings.retire("sessions")
    assert keyrings.state("sessions").numbers == (2,)


def test_that_keys_came_and_went_is_in_the_journal_and_no_key_is(cast: Cast, keys: Path) -> None:
    for of in ("factors", "sessions"):
        keyrings.rotate(of)
        keyrings.retire(of, at_once=True)
    told = Entry.objects.filter(act__in=["make_key", "retire_key"]).order_by("id")
    assert [(one.act, one.said) for one in told] == [
        ("make_key", {"of": "factors", "number": 2}),
        ("retire_key", {"of": "factors", "number": 1}),
        ("make_key", {"of": "sessions", "number": 2}),
        ("retire_key", {"of": "sessions", "number": 1}),
    ]


def test_a_process_that_runs_knows_the_new_key_of_factors_at_once(cast: Cast) -> None:
    before = sealing.seal("a secret")
    keyrings.rotate("factors")
    assert sealing.needs_old_key(before)
    assert sealing.unseal(before) == "a secret"
    assert not sealing.needs_old_key(sealing.seal("a secret"))


def test_the_commands_name_the_keys_they_change() -> None:
    parsed = cli._parser().parse_args
    assert parsed(["keys", "rotate"]).of == "callers"
    assert parsed(["keys", "retire", "sessions", "--now"]).now
    with pytest.raises(SystemExit):
        parsed(["keys", "rotate", "houses"])
