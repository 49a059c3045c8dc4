"""The `hotline` command as whoever installs meets it: its own process, its own words."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMANDS = [
    *("serve", "demo", "town", "migrate", "part", "check-config", "settings"),
    *("asterisk-config", "journal", "keys", "erasures", "backup", "restore", "bench"),
]


def hotline(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HOTLINE_")}
    return subprocess.run(
        [sys.executable, "-m", "hotline.site.cli", *arguments],
        env=kept | settings,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    said = hotline(command, "--help")
    assert said.returncode == 0
    assert said.stdout.startswith(f"usage: hotline {command}")


def test_help_names_every_command_without_loading_django() -> None:
    said = hotline("--help").stdout
    assert all(f"    {command}" in said for command in COMMANDS)
    program = (
        "import sys, hotline.site.cli as c; c._parser(); raise SystemExit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_a_wrong_setting_is_one_sentence_and_an_exit_code(tmp_path: Path) -> None:
    said = hotline("migrate", HOTLINE_DATA=str(tmp_path), HOTLINE_PORT="many")
    assert said.returncode == 1
    assert said.stderr == "hotline: HOTLINE_PORT must be a port, 1 to 65535.\n"


def test_a_database_that_does_not_answer_is_said_without_a_traceback(tmp_path: Path) -> None:
    nobody = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    said = hotline("migrate", HOTLINE_DATA=str(tmp_path), DATABASE_URL=nobody)
    assert said.returncode == 1
    assert said.stderr.startswith("hotline: ")
    assert "Traceback" not in said.stderr


def test_check_config_says_all_is_well_or_what_is_not(tmp_path: Path) -> None:
    well = hotline("check-config", HOTLINE_DATA=str(tmp_path))
    assert (well.returncode, well.stdout) == (0, "The settings can be used.\n")
    unwell = hotline("check-config", HOTLINE_DATA=str(tmp_path), HOTLINE_SWITCH="ari")
    assert unwell.returncode == 1
    assert "ARI_PASSWORD_FILE" in unwell.stdout


def test_an_asterisk_of_ones_own_gets_its_files(tmp_path: Path) -> None:
    folder, password = tmp_path / "asterisk", tmp_path / "password"
    given = {"HOTLINE_DATA": str(tmp_path), "ARI_URL": "http://127.0.0.1:18088", "ARI_USER": "city"}
    said = hotline("asterisk-config", str(folder), **given)
    assert (said.returncode, folder.exists()) == (1, False)
    assert said.stderr == "hotline: ARI_PASSWORD_FILE is needed when HOTLINE_SWITCH is ari.\n"
    password.write_text("a-long-secret\n")
    given["ARI_PASSWORD_FILE"] = str(password)
    anybody = ("--trunk", "203.0.113.5:5060", "--trunk-from", "0.0.0.0/0")
    said = hotline("asterisk-config", str(folder), *anybody, **given)
    assert (said.returncode, folder.exists()) == (1, False)
    assert "would let anybody in" in said.stderr
    said = hotline("asterisk-config", str(folder), "--trunk", "203.0.113.5:5060", **given)
    assert (said.returncode, said.stderr) == (0, "")
    main = folder / "etc" / "asterisk.conf"
    assert said.stdout == f"Start Asterisk with: asterisk -C {main}\n"
    written = {path.name: path.read_text() for path in main.parent.iterdir()}
    assert "match=203.0.113.5/32" in written["pjsip.conf"]
    assert written.keys() >= {
        "asterisk.conf",
        "modules.conf",
        "pjsip.conf",
        "extensions.conf",
        "http.conf",
        "ari.conf",
    }
    assert f"astetcdir => {main.parent}" in written["asterisk.conf"]
    assert "bindport=18088" in written["http.conf"].replace(" ", "")
    assert "[city]" in written["ari.conf"]
    assert "a-long-secret" in written["ari.conf"]
    assert not any(path.stat().st_mode & 0o077 for path in (*main.parent.iterdir(), folder))


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        began = time.monotonic()
        port = str(taken.getsockname()[1])
        said = hotline("demo", "--port", port, "--data", str(tmp_path))
    assert said.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in said.stderr
    assert not (tmp_path / "postgres").exists()
    assert time.monotonic() - began < 30


def test_an_unknown_part_is_said(tmp_path: Path) -> None:
    said = hotline("part", "kitchen", HOTLINE_DATA=str(tmp_path))
    assert said.returncode == 1
    assert "There is no part 'kitchen'" in said.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
