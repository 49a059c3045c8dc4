"""Backup and restore as whoever runs the line does them: while people work, into an empty place, with the keys apart."""

from __future__ import annotations

import itertools
import json
import shutil
import stat
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import psycopg
import pytest

from hotline.localpg import programs
from hotline.site.backups import UnableToRestore, restoring, tables
from hotline.site.backups.manifest import Manifest
from hotline.site.configuration import Configuration
from tests.drills.installation import Cast, Installation
from tests.drills.visitors import TOKEN, Answer, Visitor
from tests.papers.paperwork import opened, photo

NUMBER, NAME = "13957712345", "林淑芬"
FORGOTTEN, ONCE = "13957754321", "郑秋月"
"""Who is forgotten after the copy was made."""
_keys = itertools.count(1)


@pytest.fixture(scope="module")
def places() -> Iterator[Path]:
    """A folder for installations, which the database's account can reach."""
    folder = Path(tempfile.mkdtemp(prefix="hotline-copies-"))
    folder.chmod(0o711)
    yield folder
    for installation in folder.glob("*/postgres"):
        Installation(installation.parent).remove()
    shutil.rmtree(folder, ignore_errors=True)


def write_case(visitor: Visitor, cast: Cast, number: str, name: str) -> str:
    """Write a case down; return its address."""
    answer = visitor.press(
        "/desk/write", said="厨房水槽漏水了", kind="service", service=cast.service, area=cast.area,
        address="隆山东路 218 号", urgency=2, source="phone", number=number, name=name, then="keep",
        key=f"copy-{next(_keys)}",
    )  # fmt: skip
    assert answer.status == 204, answer.text
    return answer.headers["location"]


@contextmanager
def at_work(port: int, cast: Cast) -> Iterator[None]:
    """Have somebody write one case after the other meanwhile."""
    stop = threading.Event()

    def work() -> None:
        visitor = Visitor(port)
        visitor.sign_in("op21", cast.passwords["op21"])
        for n in itertools.count():
            if stop.is_set():
                return
            write_case(visitor, cast, f"1380{n:07d}", "陈")

    worker = threading.Thread(target=work)
    worker.start()
    yield
    stop.set()
    worker.join()


def send(visitor: Visitor, method: str, path: str, file: bytes = b"") -> tuple[int, bytes]:
    """Send a file, or fetch one."""
    body = b"".join(
        b'--part\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % one
        for one in ((b"key", b"", b"photo"), (b"file", b'; filename="sink.jpg"', file))
    )
    asked = Request(
        f"http://127.0.0.1:{visitor.port}{path}",
        data=body + b"--part--\r\n" if file else None,
        method=method,
        headers={
            "Cookie": f"csrftoken={TOKEN}; {visitor.cookie}",
            "X-CSRFToken": TOKEN,
            "X-Requested-With": "step-form",
            "Content-Type": "multipart/form-data; boundary=part",
        },
    )
    with urlopen(asked, timeout=60) as answer:
        return answer.status, answer.read()


def number_of(case: str) -> int:
    return int(case.strip("/").rpartition("/")[2])


VOICE = "ab" + 30 * "0"
"""A sealed recording; what is in it no backup knows."""


class Story:
    """What was there, what was copied under load, and where the copy was put."""

    def __init__(self, places: Path) -> None:
        self.places = places
        self.first = self.place("first")
        self.copy, self.keys = places / "copy", places / "elsewhere" / "keys"
        self.cast = self.first.settle()
        recording = self.first.folder / "recordings" / "call-1.wav"
        recording.parent.mkdir()
        recording.write_bytes(b"RIFF" + bytes(5000))
        voice = self.first.folder / "voices" / "ab" / VOICE
        voice.parent.mkdir(parents=True)
        voice.write_bytes(bytes(range(256)))
        with self.first as running:
            visitor = Visitor(running.port)
            visitor.sign_in("op28", self.cast.passwords["op28"])
            self.case = write_case(visitor, self.cast, NUMBER, NAME)
            assert (
                send(visitor, "POST", f"/papers/of/{number_of(self.case)}/add", photo())[0] == 204
            )
            self.over = write_case(visitor, self.cast, FORGOTTEN, ONCE)
            visitor.press(f"{self.over}withdraw", key="over", why="自己修好了")
            with at_work(running.port, self.cast):
                self.said = running.hotline("backup", str(self.copy), "--keys", str(self.keys))

    def place(self, name: str) -> Installation:
        """Have a place whose papers lie on a disk of their own."""
        return Installation(
            self.places / name, HOTLINE_PAPERS=str(self.places / f"papers of {name}")
        )


@pytest.fixture(scope="module")
def story(places: Path) -> Story:
    story = Story(places)
    assert story.said.returncode == 0, story.said.stderr
    return story


def unmask(running: Installation, story: Story) -> Answer:
    visitor = Visitor(running.port)
    visitor.sign_in("op28", story.cast.passwords["op28"])
    return visitor.ask("POST", f"{story.case}unmask", {"why": "回访"}, script=True)


def test_a_backup_under_load_comes_back_whole(story: Story) -> None:
    again = story.place("again")
    said = again.hotline("restore", str(story.copy), "--keys", str(story.keys))
    assert said.returncode == 0, said.stderr
    assert "The journal is whole." in said.stdout
    assert "Forgotten again, as they were forgotten since: 0." in said.stdout
    again.postgres.start()
    manifest = Manifest.read(story.copy)
    with again.connect() as there:
        assert tables.weigh(there) == manifest.tables
        owned = there.execute("SELECT FROM pg_class WHERE relowner = 'hotline_app'::regrole")
        assert owned.fetchone() is None
        for order in ("UPDATE journal_entry SET act = ''", "TRUNCATE journal_entry CASCADE"):
            with pytest.raises(
                psycopg.errors.InsufficientPrivilege
            ):  # the trigger, for the owner too
                there.execute(order)
    assert manifest.tables["cases_case"].rows > 0
    kept = (again.folder / "recordings" / "call-1.wav").read_bytes()
    assert kept == (story.first.folder / "recordings" / "call-1.wav").read_bytes()
    assert (again.folder / "voices" / "ab" / VOICE).read_bytes() == bytes(range(256))
    with again as running:
        number = unmask(running, story)
        assert number.status == 200
        assert "2345" in number.text.replace(" ", "")
        visitor = signed_in(running, story)
        preview = send(visitor, "GET", "/papers/1/preview")[1]
        assert opened(preview).size == (320, 200)
        write_case(visitor, story.cast, "13811112222", "周")
    again.postgres.stop()


def signed_in(running: Installation, story: Story) -> Visitor:
    visitor = Visitor(running.port)
    visitor.sign_in("op28", story.cast.passwords["op28"])
    return visitor


def test_without_the_keys_nobody_reads_who_called(story: Story, places: Path) -> None:
    bare = Installation(places / "bare")
    said = bare.hotline("restore", str(story.copy))
    assert said.returncode == 0, said.stderr
    assert "Without --keys" in said.stdout
    with bare as running:
        visitor = signed_in(running, story)
        with pytest.raises(Exception, match="500"):
            visitor.ask("POST", f"{story.case}unmask", {"why": "回访"}, script=True)


def test_who_was_forgotten_since_is_forgotten_again_by_the_restore(story: Story) -> None:
    pk, later = number_of(story.over), story.keys.with_name("later")
    shutil.copy(story.keys, later)
    assert story.first.forget(pk) > 0
    for name in (
        "second",
        "third",
    ):  # the same file again, and once more: the list grows, the keys stay
        said = story.first.hotline("backup", str(story.copy.with_name(name)), "--keys", str(later))
        assert said.returncode == 0, said.stderr
    before, since = (json.loads(one.read_text()) for one in (story.keys, later))
    assert before.pop("erased") == ""
    assert bytes.fromhex(since.pop("erased")).count(b"\n") == 1
    assert since == before

    again = story.place("without her")
    said = again.hotline("restore", str(story.copy), "--keys", str(later))
    assert said.returncode == 0, said.stderr
    assert "Forgotten again, as they were forgotten since: 1." in said.stdout
    again.postgres.start()
    with again.connect() as there:
        told = there.execute(
            "SELECT c.id, o.erased_at IS NOT NULL, c.said, c.address FROM cases_case c"
            " JOIN callers_caller o ON o.id = c.caller_id WHERE c.id = ANY(%s) ORDER BY c.id",
            [[number_of(story.case), pk]],
        ).fetchall()
    again.postgres.stop()
    assert [row[1] for row in told] == [False, True]
    assert [bool(row[2] or row[3]) for row in told] == [True, False]
    assert again.hotline("journal", "verify").returncode == 0


def test_the_backup_itself_tells_no_name_and_holds_no_key(story: Story, places: Path) -> None:
    keys = json.loads(story.keys.read_text())
    del keys["erased"]  # no key; it names rows of the backup, and so is not in it
    assert stat.S_IMODE(story.keys.stat().st_mode) == 0o600
    texts = places / "texts"  # the dump is packed: here it is as text
    restorer = programs.client("pg_restore", server=tables_server(story))
    subprocess.run([restorer, f"--file={texts}", story.copy / "database.dump"], check=True)
    assert "COPY public.callers_caller" in texts.read_text()
    secrets = [NAME.encode(), NUMBER.encode(), *(bytes.fromhex(key) for key in keys.values())]
    secrets += [key.encode() for key in keys.values()]
    assert "erased" not in [path.name for path in story.copy.rglob("*")]
    for path in (texts, *story.copy.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            assert not [one for one in secrets if one in content], path


def tables_server(story: Story) -> int:
    return Manifest.read(story.copy).server


@pytest.mark.parametrize("harm", ["change", "lose", "add"])
def test_a_backup_that_was_touched_is_not_restored(story: Story, tmp_path: Path, harm: str) -> None:
    touched = tmp_path / "copy"
    shutil.copytree(story.copy, touched)
    recording = touched / "recordings" / "call-1.wav"
    paper = next(path for path in (touched / "papers").rglob("*") if path.is_file())
    harms: dict[str, Callable[[], Any]] = {
        "change": lambda: recording.write_bytes(b"RIFX" + bytes(5000)),
        "lose": paper.unlink,
        "add": lambda: (touched / "x").write_text("x"),
    }
    harms[harm]()
    with pytest.raises(UnableToRestore, match="cannot be trusted"):
        restoring.open_backup(touched)


@pytest.mark.parametrize("papers", ["taken/papers", "elsewhere"])
def test_only_an_empty_place_is_restored_into(story: Story, tmp_path: Path, papers: str) -> None:
    taken = Installation(tmp_path / "taken", HOTLINE_PAPERS=str(tmp_path / papers))
    (tmp_path / papers / "ab").mkdir(parents=True)
    (tmp_path / papers / "ab" / "cd").write_bytes(b"sealed")
    said = taken.hotline("restore", str(story.copy))
    assert said.returncode == 1
    assert "into an empty place only" in said.stderr
    assert not (taken.folder / "postgres").exists()


def test_only_an_empty_database_is_restored_into(story: Story, tmp_path: Path) -> None:
    theirs = story.first.postgres.start()
    said = Installation(tmp_path / "empty").hotline(
        "restore", str(story.copy), DATABASE_URL=theirs.url("hotline")
    )
    theirs.stop()
    assert said.returncode == 1
    assert "into an empty one only" in said.stderr


def test_the_keys_of_another_line_are_refused(story: Story, tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.write_text(others_keys())
    configuration = Configuration.from_env({"HOTLINE_DATA": str(tmp_path / "empty")})
    with pytest.raises(UnableToRestore, match="another installation"):
        restoring.lay_down_keys(configuration, Manifest.read(story.copy), others)


def test_keys_do_not_go_into_the_backup_nor_a_backup_into_the_data(story: Story) -> None:
    first, copy = story.first, story.copy.with_name("within")
    said = first.hotline("backup", str(copy), "--keys", str(copy / "keys"))
    assert (said.returncode, copy.exists()) == (1, False)
    assert "Keep the keys elsewhere" in said.stderr
    for folder in (first.folder, story.places / "papers of first"):
        said = first.hotline("backup", str(folder / "copy"))
        assert "choose a place elsewhere" in said.stderr
    said = first.hotline("backup", str(story.copy))
    assert "exists already" in said.stderr


def test_a_file_of_other_keys_is_not_written_over(story: Story, tmp_path: Path) -> None:
    for text, why in ((others_keys(), "other keys already"), ("{}", "is no file of keys")):
        (tmp_path / "keys").write_text(text)
        said = story.first.hotline("backup", str(tmp_path / why), "--keys", str(tmp_path / "keys"))
        assert (said.returncode, (tmp_path / "keys").read_text()) == (1, text)
        assert why in said.stderr


def others_keys() -> str:
    return json.dumps(dict.fromkeys(("sessions", "callers", "factors"), "00" * 32))


def test_a_backup_that_fails_leaves_nothing_that_looks_like_one(
    story: Story, tmp_path: Path
) -> None:
    nobody = "postgresql://nobody@127.0.0.1:1/none"
    said = story.first.hotline("backup", str(tmp_path / "x"), DATABASE_URL=nobody)
    assert said.returncode == 1
    assert list(tmp_path.iterdir()) == []
