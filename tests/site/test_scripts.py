"""The scripts that fetch what tests and trials need, with an apt-get of the tests' own: nothing is downloaded or installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
SUITES = ["forky", "sid", "bullseye"]
APT = """#!/bin/bash
# Gives an Asterisk from the suite that $GIVES names alone.
echo "$@" >>"$LOG"
for word in "$@"; do
    case $word in
        Dir::Etc::SourceList=*) sources=${word#*=} ;;
        Dir::Cache=*) cache=${word#*=} ;;
        indextargets) [ -z "$MIRROR" ] || echo "$MIRROR"; exit ;;
        install) wanted=yes ;;
    esac
done
[ -n "${wanted:-}" ] || exit 0
suite=$(cut -d" " -f4 "$sources")
echo "$suite" >>"$TRIED"
if [ "$suite" != "${GIVES:-none}" ]; then
    echo "E: Unable to locate package asterisk in $suite"
    exit 100
fi
cp "$DEB" "$cache/archives/asterisk.deb"
"""
Script = Callable[..., subprocess.CompletedProcess[str]]


def write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def bin_(tmp_path: Path) -> Path:
    """A folder of programmes that are found before all others."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


@pytest.fixture
def run(tmp_path: Path, bin_: Path) -> Script:
    def run(script: str, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [shutil.which("bash") or "bash", str(SCRIPTS / script), *arguments],
            env={
                "PATH": f"{bin_}:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME": str(tmp_path),
                "LOG": str(tmp_path / "log"),
                "TRIED": str(tmp_path / "tried"),
                "DEB": str(tmp_path / "asterisk.deb"),
                "MIRROR": "http://mirror.example/debian",
            }
            | environ,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def apt(tmp_path: Path, bin_: Path) -> None:
    """An apt-get that serves a package of our own making."""
    write(bin_ / "apt-get", APT)
    root = tmp_path / "root"
    for folder in ("DEBIAN", "usr/sbin", "usr/lib"):
        (root / folder).mkdir(parents=True)
    write(root / "usr" / "sbin" / "asterisk", "#!/bin/sh\n")
    told = {
        "Package": "asterisk",
        "Version": "1",
        "Architecture": "all",
        "Description": "x",
        "Maintainer": "x <x@example.org>",
    }
    (root / "DEBIAN" / "control").write_text(
        "".join(f"{key}: {text}\n" for key, text in told.items())
    )
    order = ["dpkg-deb", "--root-owner-group", "--build", str(root), str(tmp_path / "asterisk.deb")]
    subprocess.run(order, check=True, capture_output=True)


@pytest.mark.usefixtures("apt")
@pytest.mark.parametrize("giving", SUITES)
def test_asterisk_comes_from_the_first_release_that_has_one(
    run: Script, tmp_path: Path, giving: str
) -> None:
    cache = tmp_path / "a cache"
    said = run("get-asterisk", str(cache), GIVES=giving)
    assert said.returncode == 0, said.stderr
    assert said.stdout == f"{cache / 'tree'}\n"
    assert (cache / "tree" / "usr" / "sbin" / "asterisk").exists()
    assert (cache / "tree" / "lib").resolve() == cache / "tree" / "usr" / "lib"
    assert (tmp_path / "tried").read_text().split() == SUITES[: SUITES.index(giving) + 1]
    assert [path.name for path in cache.iterdir()] == ["tree"]
    asked = (tmp_path / "log").read_text()
    assert run("get-asterisk", str(cache)).stdout == said.stdout
    assert (tmp_path / "log").read_text() == asked  # at once, without asking again


@pytest.mark.usefixtures("apt")
def test_where_no_release_gives_an_asterisk_it_is_said_and_nothing_is_left(
    run: Script, tmp_path: Path
) -> None:
    said = run("get-asterisk", str(tmp_path / "cache"))
    assert (said.returncode, said.stdout) == (1, "")
    last = said.stderr.splitlines()[-1]
    assert last.startswith("get-asterisk: no Debian release gave an Asterisk: E: Unable to locate")
    assert (tmp_path / "tried").read_text().split() == SUITES
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.usefixtures("apt")
def test_an_apt_that_knows_no_mirror_is_said(run: Script, tmp_path: Path) -> None:
    said = run("get-asterisk", str(tmp_path / "cache"), MIRROR="")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "get-asterisk: apt knows no mirror yet: run apt-get update once.\n"


def test_without_apt_it_is_said_what_to_do(run: Script, tmp_path: Path, bin_: Path) -> None:
    said = run("get-asterisk", str(tmp_path / "cache"), PATH=str(bin_))
    assert (said.returncode, said.stdout) == (1, "")
    assert "or set ASTERISK_TREE yourself" in said.stderr


def packages() -> list[str]:
    line = next(
        one
        for one in (SCRIPTS / "get-test-tools").read_text().splitlines()
        if one.startswith("needed=")
    )
    return line.removeprefix("needed=(").removesuffix(")").split()


def installed(bin_: Path, names: list[str]) -> None:
    """Have a dpkg-query that knows these packages."""
    known = "|".join(names) or "-"
    write(
        bin_ / "dpkg-query",
        f'#!/bin/sh\ncase "$3" in {known}) echo install ok installed ;; *) exit 1 ;; esac\n',
    )
    write(bin_ / "apt-get", '#!/bin/sh\necho "$@" >>"$LOG"\n')


def be(bin_: Path, account: int) -> None:
    write(bin_ / "id", f"#!/bin/sh\necho {account}\n")


def test_whoever_is_not_root_is_told_what_to_install(
    run: Script, tmp_path: Path, bin_: Path
) -> None:
    there, *missing = packages()
    installed(bin_, [there])
    be(bin_, 1000)
    said = run("get-test-tools")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.endswith(f"as root: apt-get install {' '.join(missing)}\n")
    assert not (tmp_path / "log").exists()


def test_root_gets_what_is_missing_and_nothing_else(
    run: Script, tmp_path: Path, bin_: Path
) -> None:
    there, *missing = packages()
    installed(bin_, [there])
    be(bin_, 0)
    assert run("get-test-tools").returncode == 0
    update, install = (tmp_path / "log").read_text().splitlines()
    assert "update" in update
    assert install.endswith(f"--no-install-recommends {' '.join(missing)}")


def test_where_everything_is_there_nothing_is_done(run: Script, tmp_path: Path, bin_: Path) -> None:
    installed(bin_, packages())
    be(bin_, 1000)
    said = run("get-test-tools")
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    assert not (tmp_path / "log").exists()
