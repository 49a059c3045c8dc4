"""What is written for Asterisk is secure before it is convenient."""

from __future__ import annotations

from configparser import ConfigParser
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.telephony.ari import addresses, etc, server
from hotline.telephony.ari.configuration import Configuration, SeatPhone, Tls, Trunk, trunk


@pytest.fixture
def town(tmp_path: Path) -> Configuration:
    return Configuration(
        folder=tmp_path / "asterisk",
        modules=tmp_path,
        data=tmp_path,
        ari_password="pass-of-ari",
        trunk=Trunk(contact="192.0.2.1:5060", networks=("192.0.2.0/28", "192.0.2.16/28")),
        seats=(SeatPhone(seat="28", password="pass-of-seat"),),
    )


def section(configuration: Configuration, file: str, name: str) -> dict[str, str]:
    """Return the last section of this name: PJSIP's endpoint comes after its aor and auth."""
    text = etc.files(configuration)[file]
    parser = ConfigParser(strict=False, interpolation=None)
    parser.read_string(text[text.rindex(f"[{name}]") :].split("\n\n")[0])
    return dict(parser[name])


def test_the_rest_interface_answers_on_loopback_alone(town: Configuration) -> None:
    web = section(town, "http.conf", "general")
    assert (web["bindaddr"], web["enable_static"], web["enable_status"]) == (
        "127.0.0.1",
        "no",
        "no",
    )
    assert "tlsenable" not in web


def test_browsers_reach_it_by_tls_when_asked_for(town: Configuration) -> None:
    tls = Tls(address="0.0.0.0:8089", certificate=Path("/a.crt"), key=Path("/a.key"))
    web = section(replace(town, tls=tls), "http.conf", "general")
    assert (web["tlsbindaddr"], web["tlscertfile"]) == ("0.0.0.0:8089", "/a.crt")
    assert web["bindaddr"] == "127.0.0.1"


def test_seats_dial_and_transfer_nothing(town: Configuration) -> None:
    seat = section(town, "pjsip.conf", "seat-28")
    assert (seat["context"], seat["allow_transfer"]) == ("from-seats", "no")
    dialplan = etc.files(town)["extensions.conf"]
    assert "Dial(" not in dialplan
    assert "exten => nobody" in dialplan[dialplan.index("[from-seats]") :]


def test_the_carrier_is_told_nothing_of_who_is_connected(town: Configuration) -> None:
    text = etc.files(town)["pjsip.conf"]
    trunk = text[text.index("type=endpoint") :].split("\n\n")[0]
    for line in ("send_connected_line=no", "allow_transfer=no", "trust_id_outbound=no"):
        assert line in trunk
    assert section(town, "pjsip.conf", "trunk")["match"] == "192.0.2.0/28,192.0.2.16/28"
    assert "anonymous" not in text


def test_calls_are_recorded_before_the_switchboard_acts(town: Configuration) -> None:
    dialplan = etc.files(town)["extensions.conf"]
    assert 0 < dialplan.index("MixMonitor") < dialplan.index("Stasis(")


def test_telephones_without_sip_are_for_demos_alone(town: Configuration) -> None:
    assert "[handsets]" not in etc.files(town)["extensions.conf"]
    assert "[handsets]" in etc.files(replace(town, handsets=True))["extensions.conf"]


def test_nobody_else_can_read_the_files(town: Configuration) -> None:
    etc.write(town)
    etc.write(town)
    everything = [town.folder, *town.folder.rglob("*")]
    assert len(everything) > 20
    assert [it for it in everything if it.stat().st_mode & 0o77] == []
    assert town.main_file.exists()


def test_secrets_are_not_shown(town: Configuration) -> None:
    assert "pass-of" not in repr(town)


def test_without_an_asterisk_it_is_said_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(server.NoAsterisk, match=r"scripts/get-asterisk"):
        server.start(tmp_path / "run", tmp_path)


def test_addresses_become_what_asterisk_dials() -> None:
    assert addresses.over_sip("seat:28") == "PJSIP/seat-28"
    assert addresses.over_sip("tel:+8613800005126") == "PJSIP/+8613800005126@trunk"
    assert addresses.to_handsets("tel:95598") == "Local/tel-95598@handsets/n"
    assert addresses.address_of(addresses.name_of("seat:28")) == "seat:28"


@pytest.mark.parametrize(
    "address", ["", "seat:", "28", "tel:1@elsewhere", "tel:1&PJSIP/x", "sip:1"]
)
def test_nothing_but_an_address_is_dialled(address: str) -> None:
    with pytest.raises(addresses.NoSuchAddress):
        addresses.over_sip(address)


@pytest.mark.parametrize(
    ("contact", "networks", "known"),
    [
        ("203.0.113.5:5060", None, ("203.0.113.5/32",)),
        ("[2001:db8::5]:5060", None, ("2001:db8::5/128",)),
        ("sip.carrier.example:5060", ["203.0.113.0/28"], ("203.0.113.0/28",)),
    ],
)
def test_a_carrier_is_known_by_its_own_addresses(
    contact: str, networks: list[str] | None, known: tuple[str, ...]
) -> None:
    assert trunk(contact, networks) == Trunk(contact=contact, networks=known)


@pytest.mark.parametrize(
    ("contact", "networks", "said"),
    [
        ("203.0.113.5", None, "no HOST:PORT"),
        ("203.0.113.5:0", None, "no HOST:PORT"),
        (":5060", None, "no HOST:PORT"),
        ("sip.carrier.example:5060", None, "no network"),
        ("203.0.113.5:5060", ["203.0.113.7/28"], "no network"),
        ("203.0.113.5:5060", ["0.0.0.0/0"], "would let anybody in"),
        ("203.0.113.5:5060", ["127.0.0.0/8"], "would let anybody in"),
    ],
)
def test_a_carrier_that_could_be_anybody_is_refused(
    contact: str, networks: list[str] | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        trunk(contact, networks)
