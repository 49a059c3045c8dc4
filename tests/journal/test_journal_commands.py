"""`hotline journal …`: what is said on a terminal, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from hotline.journal import seals
from hotline.journal.models import Entry, Seal
from hotline.people.queries import the_clock
from hotline.site import cli
from tests import town as cast
from tests.conftest import POSTGRES


@pytest.fixture
def told(committed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a small town, and a command line that works on this very database."""

    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(cli, "_django", here)
    cast.build()


def test_a_whole_journal_is_said_to_be_whole_and_the_last_seal_is_named(
    told: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["journal", "verify"]) == 0
    assert "Nothing is sealed yet." in capsys.readouterr().out
    assert cli.main(["journal", "seal"]) == 0
    seal = Seal.objects.get()
    assert seal.printed in capsys.readouterr().out
    assert cli.main(["journal", "verify"]) == 0
    said = capsys.readouterr().out
    assert "The journal is whole" in said
    assert "Last seal: 1" in said
    assert seal.printed in said
    assert Entry.objects.filter(act="verify", said__faults=0).count() == 2


def test_a_hash_from_paper_is_compared(told: None, capsys: pytest.CaptureFixture[str]) -> None:
    first = seals.seal(by=the_clock())
    seals.seal(by=the_clock())
    assert first
    assert cli.main(["journal", "verify", "--against", *first.printed.split()]) == 0
    assert "Seal 1 of" in capsys.readouterr().out
    assert cli.main(["journal", "verify", "--against", first.printed[:20].upper()]) == 0
    for wrong in ("0" * 64, first.printed[:8], "x"):
        assert cli.main(["journal", "verify", "--against", wrong]) == 1
    assert "not the one that was sealed" in capsys.readouterr().out


def test_faults_are_printed_and_kept(
    told: None, committed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    seals.seal(by=the_clock())
    entry = Entry.objects.filter(act="draw").order_by("pk")[0]
    with psycopg.connect(POSTGRES.url(committed)) as owner:
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
        owner.execute("UPDATE journal_entry SET act = 'x' WHERE id = %s", [entry.pk])
    assert cli.main(["journal", "verify"]) == 1
    said = capsys.readouterr().out
    assert f"#{entry.pk}" in said.splitlines()[0]
    assert "whole" not in said
    assert Entry.objects.get(act="verify").said["faults"] == 1
