"""What an installation can set, and how a wrong setting is told."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hotline.site.configuration import SETTINGS, Configuration, Misconfigured, markdown


def configured(folder: Path, **given: str) -> Configuration:
    return Configuration.from_env({"HOTLINE_DATA": str(folder), **given})


def test_nothing_must_be_set() -> None:
    configuration = Configuration.from_env({})
    assert configuration.data == Path.cwd() / "var"
    assert configuration.embedded
    assert configuration.switch == "sim"
    assert not configuration.demo


def test_an_empty_setting_is_the_default() -> None:
    assert Configuration.from_env({"HOTLINE_PORT": ""}).port == 8000


def test_what_lies_in_the_data_folder_moves_with_it(tmp_path: Path) -> None:
    configuration = configured(tmp_path)
    assert configuration.recordings == tmp_path / "recordings"
    assert configuration.secret_key_file.parent == tmp_path / "keys"


def test_the_owner_is_the_same_unless_said_otherwise(tmp_path: Path) -> None:
    url = "postgresql://app@db/city"
    assert configured(tmp_path, DATABASE_URL=url).database_owner_url == url
    owner = configured(tmp_path, DATABASE_URL=url, DATABASE_OWNER_URL="postgresql://own@db/city")
    assert owner.database_owner_url == "postgresql://own@db/city"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOTLINE_PORT", "0"),
        ("HOTLINE_PORT", "65536"),
        ("HOTLINE_PORT", "８０"),
        ("HOTLINE_WEB_WORKERS", "0"),
        ("HOTLINE_DEMO", "yes"),
        ("HOTLINE_SWITCH", "fax"),
        ("DATABASE_URL", "mysql://db/city"),
        ("ARI_URL", "127.0.0.1:8088"),
        ("HOTLINE_LINE_NUMBER", "eight"),
        ("HOTLINE_SECOND_FACTOR", "admin,boss"),
        ("HOTLINE_TRUSTED_PROXIES", "proxy.example"),
        ("HOTLINE_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("HOTLINE_OIDC_ISSUER", "http://id.example"),
        ("HOTLINE_OIDC_ISSUER", "id.example"),
        ("HOTLINE_PUBLIC_URL", "line.example.org"),
        ("HOTLINE_PUBLIC_URL", "https://line.example.org/hotline"),
        ("HOTLINE_PUBLIC_URL", "https://line.example.org?x"),
        ("HOTLINE_GATEWAY_URL", "http://messages.example/send"),
        ("HOTLINE_TURN_URLS", "turn.example.org:3478"),
        ("HOTLINE_TURN_URLS", "turn://turn.example.org"),
        ("HOTLINE_TURN_URLS", "turn:turn.example.org:0"),
        ("HOTLINE_TURN_URLS", "turn:turn.example.org?transport=tls"),
        ("HOTLINE_TURN_URLS", "stun:turn.example.org?transport=udp"),
        ("HOTLINE_TURN_URLS", "turn:[192.0.2.7]"),
        ("HOTLINE_TURN_URLS", "turn:turn.example.org, https://turn.example.org"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(Misconfigured, match=rf"^{name} must ") as fault:
        Configuration.from_env({name: value})
    assert len(fault.value.faults) == 1


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Misconfigured) as fault:
        Configuration.from_env({"HOTLINE_PORT": "x", "HOTLINE_DEMO": "x"})
    assert len(fault.value.faults) == 2


def test_keys_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    configuration = configured(tmp_path)
    keys = configuration.callers_keys()
    assert keys.numbers == (1,)
    assert configured(tmp_path).callers_keys() == keys
    assert configuration.secret_keys() != keys
    mode = configuration.callers_key_file.stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_processes_that_start_together_agree_on_a_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: configured(tmp_path).callers_keys(), range(64)))
    assert len(set(keys)) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["callers"]


def test_a_key_file_that_was_named_is_never_made(tmp_path: Path) -> None:
    named = tmp_path / "elsewhere"
    configuration = configured(tmp_path, HOTLINE_CALLERS_KEY_FILE=str(named))
    assert any("HOTLINE_CALLERS_KEY_FILE cannot be read" in one for one in configuration.faults())
    assert not named.exists()
    named.write_bytes(b"short")
    assert any("exactly 32" in one for one in configuration.faults())


def test_asterisk_needs_a_password(tmp_path: Path) -> None:
    assert configured(tmp_path).faults() == []
    faults = configured(tmp_path, HOTLINE_SWITCH="ari").faults()
    assert faults == ["ARI_PASSWORD_FILE is needed when HOTLINE_SWITCH is ari."]
    (tmp_path / "password").write_text("secret\n")
    given = configured(tmp_path, HOTLINE_SWITCH="ari", ARI_PASSWORD_FILE=str(tmp_path / "password"))
    assert given.faults() == []
    assert given.ari_password() == "secret"


def test_who_must_have_a_second_factor_is_said_by_role(tmp_path: Path) -> None:
    assert configured(tmp_path).demands_factor == {"admin", "auditor", "leader"}
    assert configured(tmp_path, HOTLINE_SECOND_FACTOR="none").demands_factor == set()
    assert configured(tmp_path, HOTLINE_DEMO="1").demands_factor == set()


def test_single_sign_on_needs_its_secret(tmp_path: Path) -> None:
    issuer = {"HOTLINE_OIDC_ISSUER": "https://id.example/city/"}
    faults = configured(tmp_path, **issuer).faults()
    assert faults == ["HOTLINE_OIDC_CLIENT_SECRET_FILE is needed when HOTLINE_OIDC_ISSUER is set."]
    (tmp_path / "secret").write_text("s\n")
    given = configured(tmp_path, HOTLINE_OIDC_CLIENT_SECRET_FILE=str(tmp_path / "secret"), **issuer)
    assert given.faults() == []
    assert (given.oidc_issuer, given.oidc_client_secret()) == ("https://id.example/city", "s")


def test_a_gateway_needs_its_token_and_links_that_lead_here(tmp_path: Path) -> None:
    named = {"HOTLINE_GATEWAY_URL": "https://messages.example/send/"}
    faults = configured(tmp_path, **named).faults()
    assert faults == [
        "HOTLINE_GATEWAY_TOKEN_FILE is needed when HOTLINE_GATEWAY_URL is set.",
        "HOTLINE_PUBLIC_URL is needed when HOTLINE_GATEWAY_URL is set.",
    ]
    (tmp_path / "token").write_text("t\n")
    named["HOTLINE_GATEWAY_TOKEN_FILE"] = str(tmp_path / "token")
    given = configured(tmp_path, HOTLINE_PUBLIC_URL="https://line.example.org/", **named)
    assert given.faults() == []
    assert (given.gateway_url, given.gateway_token()) == ("https://messages.example/send/", "t")
    assert given.address == "https://line.example.org"


def test_a_relay_needs_its_secret_and_a_server_that_asks_nobody_needs_none(tmp_path: Path) -> None:
    assert configured(tmp_path).turn_urls == ()
    free = {"HOTLINE_TURN_URLS": "stun:192.0.2.7,stuns:[2001:db8::7]:5349"}
    assert configured(tmp_path, **free).faults() == []
    lent = {"HOTLINE_TURN_URLS": "turn:t.example:3478?transport=udp, turns:t.example:443"}
    needed = (
        "HOTLINE_TURN_SECRET_FILE is needed when HOTLINE_TURN_URLS names a turn: or turns: address."
    )
    assert configured(tmp_path, **lent).faults() == [needed]
    file = tmp_path / "secret"
    lent["HOTLINE_TURN_SECRET_FILE"] = str(file)
    file.write_text(" \n")
    assert configured(tmp_path, **lent).faults() == [
        f"HOTLINE_TURN_SECRET_FILE must not be empty: {file}."
    ]
    file.write_text("shared\n")
    given = configured(tmp_path, **lent)
    assert given.faults() == []
    assert given.turn_secret() == "shared"
    assert given.turn_urls == ("turn:t.example:3478?transport=udp", "turns:t.example:443")


def test_links_begin_with_the_front_door_where_no_address_is_named(tmp_path: Path) -> None:
    assert configured(tmp_path, HOTLINE_PORT="8123").address == "http://127.0.0.1:8123"
    assert configured(tmp_path, HOTLINE_HOST="::1").address == "http://[::1]:8000"


def test_a_scanner_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert configured(tmp_path, HOTLINE_SCAN_COMMAND="cat --number").faults() == []
    faults = configured(tmp_path, HOTLINE_SCAN_COMMAND="/nowhere/scanner -").faults()
    assert faults == ["HOTLINE_SCAN_COMMAND cannot be run: no program /nowhere/scanner."]


def test_error_pages_with_details_are_not_for_others(tmp_path: Path) -> None:
    assert configured(tmp_path, HOTLINE_DEBUG="1").faults() == []
    assert len(configured(tmp_path, HOTLINE_DEBUG="1", HOTLINE_HOST="10.0.0.1").faults()) == 1


def test_every_setting_is_said_in_the_list() -> None:
    said = markdown()
    assert all(f"| `{setting.name}` |" in said for setting in SETTINGS)
    assert all(setting.says.endswith(".") for setting in SETTINGS)
