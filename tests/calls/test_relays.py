"""The relays of the telephone in a browser: what its page is told, and whom a real relay lets in by it."""

from __future__ import annotations

import hashlib
import json
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from hotline import clock
from hotline.calls import relays
from hotline.people.models import Person
from hotline.people.roles import Role
from tests.calls.exchange import engage
from tests.phones import loopback
from tests.relay import relay

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
URLS = ("stun:turn.example.org:3478", "turn:turn.example.org:3478?transport=udp")
SECRET = "shared"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


# -- what the page is told ------------------------------------------------------------------------


def _hmac_sha1(key: bytes, message: bytes) -> bytes:
    """Reckon it as RFC 2104 writes it, by nothing but the digest."""
    key = key.ljust(64, b"\0")
    inner = hashlib.sha1(bytes(one ^ 0x36 for one in key) + message, usedforsecurity=False)
    outer = bytes(one ^ 0x5C for one in key) + inner.digest()
    return hashlib.sha1(outer, usedforsecurity=False).digest()


def test_a_right_to_relay_names_its_end_and_its_telephone_and_is_proved_by_the_secret() -> None:
    free, lent = relays.servers(URLS, secret=SECRET, whose="seat-28", now=NOW)
    assert free == {"urls": ["stun:turn.example.org:3478"]}
    assert lent["urls"] == ["turn:turn.example.org:3478?transport=udp"]
    assert lent["username"] == f"{int(NOW.timestamp()) + 4 * 3600}:seat-28"
    proof = b64decode(str(lent["credential"]))
    assert proof == _hmac_sha1(b"shared", str(lent["username"]).encode())


def test_the_proof_is_the_one_that_rfc_2202_has_for_these_words() -> None:
    known = bytes.fromhex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
    assert b64decode(relays.proof("Jefe", "what do ya want for nothing?")) == known


def test_no_relay_is_told_where_there_is_none() -> None:
    assert relays.servers((), secret="", whose="seat-28", now=NOW) == []


@pytest.mark.usefixtures("db")
def test_only_the_seats_own_page_is_told_and_never_the_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    here = replace(settings.CONFIGURATION, switch="ari", demo=False)
    here = replace(here, turn_urls=URLS, turn_secret_file=file)
    monkeypatch.setattr(settings, "CONFIGURATION", here)
    assert client_of(engage("77", Role.DEPARTMENT)).get("/calls/seat/telephone").status_code == 403
    client = client_of(engage("28"))
    assert client.get("/calls/seat/telephone").status_code == 409
    client.post("/calls/seat/sign_in", {"phone": "browser"})
    answer = client.get("/calls/seat/telephone")
    _free, lent = json.loads(answer.content)["relays"]
    until, whose = lent["username"].split(":")
    assert whose == "seat-28"
    assert 0 < int(until) - clock.now().timestamp() <= relays.LASTS.total_seconds()
    assert SECRET not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("db")
def test_without_relays_the_telephone_is_told_of_none(monkeypatch: pytest.MonkeyPatch) -> None:
    here = replace(settings.CONFIGURATION, switch="ari", demo=False)
    monkeypatch.setattr(settings, "CONFIGURATION", here)
    client = client_of(engage("28"))
    client.post("/calls/seat/sign_in", {"phone": "browser"})
    assert client.get("/calls/seat/telephone").json()["relays"] == []


# -- whom a real relay lets in --------------------------------------------------------------------


@dataclass
class Relay:
    """A relay at …4 of a network that leads to …1, where somebody echoes, and not to …2, where somebody does, too."""

    network: str
    port: str

    def carries(self, name: str, proof: str, *, to: int = 1) -> bool:
        """Say whether words come there and back for whoever shows that name and proof."""
        asks = ["turnutils_uclient", "-u", name, "-w", proof, "-n", "3", "-m", "1", "-c"]
        asks += ["-e", f"{self.network}{to}", "-r", "3480", "-L", f"{self.network}5"]
        asks += ["-p", self.port, f"{self.network}4"]
        done = subprocess.run(asks, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode == 0 and "Total lost packets 0 " in done.stdout


@pytest.fixture(scope="module")
def a_relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    """A real relay."""
    near, folder = loopback(), tmp_path_factory.mktemp("relay")
    with relay(folder, f"{near}4", secret=SECRET, to=f"{near}1") as url:
        echo = ["setpriv", "--pdeathsig", "KILL", "turnutils_peer", "-p", "3480"]
        echo += [word for n in (1, 2) for word in ("-L", f"{near}{n}")]
        process = subprocess.Popen(echo, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield Relay(near, url.partition("?")[0].rpartition(":")[2])
        process.kill()
        process.wait()


def _lent(secret: str = SECRET, *, at: datetime | None = None) -> tuple[str, str]:
    [lent] = relays.servers(URLS[1:], secret=secret, whose="seat-28", now=at or clock.now())
    return str(lent["username"]), str(lent["credential"])


def test_a_real_relay_lets_in_who_is_lent_it_and_only_for_some_hours(a_relay: Relay) -> None:
    assert a_relay.carries(*_lent())
    over = clock.now() - relays.LASTS - timedelta(minutes=1)
    assert not a_relay.carries(*_lent(at=over))
    assert not a_relay.carries(*_lent("guessed"))
    name, proof = _lent()
    assert not a_relay.carries(f"9{name}", proof)


def test_a_real_relay_leads_to_the_switch_and_nowhere_else(a_relay: Relay) -> None:
    assert not a_relay.carries(*_lent(), to=2)
