"""Papers of a case: kept sealed, seen by whoever sees the case, withdrawn, erased; nothing dangerous is taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import transaction

from hotline.callers.sealing import SealBroken
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.papers import actions as papers
from hotline.papers import jobs, queries, scanning, store
from hotline.papers.models import Paper
from hotline.people.queries import the_citizen
from tests.desks.papers import a_case
from tests.papers.conftest import Scanner
from tests.papers.paperwork import letter, photo
from tests.stories.steps import as_it_is
from tests.town import Town
from tests.ui.server import until


def added(case: Case, town: Town, data: bytes | None = None, title: str = "水槽") -> Paper:
    clean = papers.examine(case, data=data or photo(), by=town.operator_28)
    return papers.add(case, clean=clean, by=town.operator_28, title=title)


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_a_paper_leaves_one_entry_and_two_sealed_files(
    case: Case, town: Town, store_folder: Path
) -> None:
    paper = added(case, town, title="../../etc/passwd")
    assert [told.entry.act for told in journal.story(paper)] == ["add"]
    kept = files(store_folder)
    assert len(kept) == 2
    for file in kept:
        assert b"JFIF" not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0
        assert "passwd" not in str(file)
    assert store.get(paper.whole).startswith(b"\xff\xd8")
    assert verify.run() == []


def test_a_file_moved_under_another_name_does_not_open(
    case: Case, town: Town, store_folder: Path
) -> None:
    one, other = added(case, town), added(case, town)
    here, there = (store_folder / name[:2] / name for name in (one.whole, other.whole))
    there.write_bytes(here.read_bytes())
    with pytest.raises(SealBroken):
        store.get(other.whole)


def test_a_file_is_read_whole_while_it_is_put_in_place_anew(
    case: Case, town: Town, store_folder: Path
) -> None:
    paper = added(case, town)
    file = store_folder / paper.whole[:2] / paper.whole
    lay, whole = file.read_bytes(), store.get(paper.whole)
    with file.open("rb") as open_:
        begun = open_.read(100)
        store.seal_again(paper.whole)
        assert begun + open_.read() == lay
    assert file.read_bytes() != lay
    assert store.get(paper.whole) == whole
    assert len(files(store_folder)) == 2


def test_a_file_that_is_gone_is_not_made_again(case: Case, town: Town, store_folder: Path) -> None:
    paper = added(case, town)
    store.throw_away(paper.whole)
    store.throw_away(paper.whole, "")
    store.seal_again(paper.whole)
    assert [file.name for file in files(store_folder)] == [paper.preview]


def test_no_name_leads_out_of_the_store() -> None:
    for name in ("../keys/callers", "", "x" * 32, "0" * 31):
        with pytest.raises(FileNotFoundError):
            store.get(name)


def test_an_infected_file_is_refused_and_put_on_record(
    case: Case, town: Town, scanner: Scanner, store_folder: Path
) -> None:
    scanner("cat >/dev/null; exit 1")
    with pytest.raises(NotSo, match="病毒"):
        papers.examine(case, data=photo(), by=town.operator_28)
    assert Entry.objects.filter(kind="case", subject=case.pk, act="refuse_paper").count() == 1
    assert files(store_folder) == []


def test_a_scanner_is_fed_the_file_as_it_came(
    case: Case, town: Town, scanner: Scanner, tmp_path: Path
) -> None:
    scanner(f"cat > {tmp_path}/seen; exit 0")
    data = photo(secret="camera")
    papers.examine(case, data=data, by=town.operator_28)
    assert (tmp_path / "seen").read_bytes() == data


def test_a_hanging_scanner_is_ended_with_all_it_started(
    case: Case, town: Town, scanner: Scanner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "SCAN_S", 0.3)
    scanner(f"sleep 600 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(NotSo, match="检查病毒"):
        papers.examine(case, data=photo(), by=town.operator_28)
    child = int((tmp_path / "child").read_text())
    until(lambda: is_gone(child))


def is_gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.parametrize("words", ["exit 2", "kill -9 $$"])
def test_what_could_not_be_scanned_is_not_taken(
    case: Case, town: Town, scanner: Scanner, words: str
) -> None:
    scanner(words)
    with pytest.raises(NotSo, match="检查病毒"):
        papers.examine(case, data=photo(), by=town.operator_28)


def test_a_scanner_that_is_not_there_lets_nothing_in() -> None:
    from dataclasses import replace

    from django.conf import settings

    gone = replace(settings.CONFIGURATION, scan_command=("/nowhere/scanner",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "CONFIGURATION", gone)
        assert not scanning.answers()
        assert scanning.scan(b"x") is scanning.Found.UNTOLD


def test_a_scanner_that_could_not_tell_is_a_trouble_until_it_tells(scanner: Scanner) -> None:
    scanner("cat > /dev/null; exit 2")  # its daemon is away
    assert scanning.answers()
    assert scanning.scan(b"x") is scanning.Found.UNTOLD
    assert not scanning.answers()
    scanner("cat > /dev/null; exit 0")
    assert scanning.scan(b"x") is scanning.Found.CLEAN
    assert scanning.answers()


def test_only_those_with_the_right_add_papers(case: Case, town: Town) -> None:
    for who in ("auditor", "lin", "clerk"):
        with pytest.raises(NotYours):
            papers.examine(case, data=photo(), by=town.people[who])
    papers.examine(case, data=photo(), by=the_citizen())


def test_a_case_is_full_at_some_time_and_for_its_citizen_sooner(
    case: Case, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "MOST_BY_THE_CITIZEN", 1)
    monkeypatch.setattr(papers, "MOST_KEPT", 3)
    clean = papers.examine(case, data=photo(), by=town.operator_28)
    papers.add(case, clean=clean, by=the_citizen())
    for by in (the_citizen(), town.operator_28, town.operator_28, town.operator_28):
        full = queries.of_case(case).count() == 3 or (by == the_citizen())
        with transaction.atomic():
            if full:
                with pytest.raises(NotSo, match="够多"):
                    papers.add(case, clean=clean, by=by)
                transaction.set_rollback(False)
            else:
                papers.add(case, clean=clean, by=by)


def test_files_without_a_paper_are_swept_away_and_others_are_not(
    case: Case, town: Town, store_folder: Path
) -> None:
    paper = added(case, town)
    orphan = store.put(b"left by a crash")
    half = store_folder / "ab"
    half.mkdir(exist_ok=True)
    (half / "cut.draft").write_bytes(b"half")
    assert jobs.sweep_orphans() == 0  # too young: its row may be on its way
    for file in files(store_folder):
        os.utime(file, (0, 0))
    assert jobs.sweep_orphans() == 1
    with pytest.raises(FileNotFoundError):
        store.get(orphan)
    assert store.get(paper.whole)
    assert not (half / "cut.draft").exists()


def test_a_paper_withdrawn_is_kept_for_the_line_alone(case: Case, town: Town) -> None:
    paper = added(case, town)
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    worker, stranger = town.people["lin"], town.people["zheng"]
    assert list(Paper.objects.seen_by(worker)) == [paper]
    assert not Paper.objects.seen_by(stranger).exists()
    papers.withdraw(paper, by=town.operator_28, why="拍错了")
    assert not Paper.objects.seen_by(worker).exists()
    assert list(queries.shown(case, town.operator_28)) == [paper]
    assert not queries.of_case(case).exists()
    with pytest.raises(NotNow), transaction.atomic():
        papers.withdraw(paper, by=town.operator_28, why="拍错了")


def test_a_provider_sees_papers_of_a_secret_case_as_long_as_its_caller_consents(town: Town) -> None:
    case = a_case(town, secret=True)
    paper = added(case, town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    worker = town.people["lin"]
    assert not Paper.objects.seen_by(worker).exists()
    assert list(Paper.objects.seen_by(town.operator_28)) == [paper]
    cases.consent(as_it_is(case), by=town.operator_28, words="可以告诉师傅")
    assert list(Paper.objects.seen_by(worker)) == [paper]
    dispatch.accept(job, by=worker)
    cases.revoke(as_it_is(case), by=town.operator_28)
    assert not Paper.objects.seen_by(worker).exists()


def test_what_is_erased_is_gone_and_stays_on_record(case: Case, town: Town, db: None) -> None:
    paper = added(case, town, letter(), title="合同")
    whole, preview = paper.whole, paper.preview
    with pytest.raises(NotYours), transaction.atomic():
        papers.erase(paper, by=town.operator_28, why="市民要求")
    gone = papers.erase(paper, by=town.people["admin"], why="市民要求")
    assert (gone.whole, gone.preview, gone.title) == ("", "", "")
    for name in (whole, preview):
        with pytest.raises(FileNotFoundError):
            store.get(name)
    assert [told.entry.act for told in journal.story(gone)] == ["add", "erase"]
    assert verify.run() == []
