"""Photos and letters go with whoever brought them, and with their case when its time is over: off the disk, on record."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.life.errors import NotSo
from hotline.papers import actions as papers
from hotline.papers import store
from hotline.papers.life import Status
from hotline.papers.models import Paper
from hotline.papers.reading import Clean
from hotline.people.queries import the_clock
from hotline.privacy import actions as privacy
from hotline.privacy.life import Status as Asked
from hotline.privacy.models import Erasure
from hotline.rules import queries as book
from tests.privacy.someone import Someone, someone
from tests.stories.steps import the_house_reacts

if TYPE_CHECKING:
    from tests.town import Town

PHOTO = Clean("image/jpeg", 1, b"a kitchen", b"a small kitchen")


@pytest.fixture
def neighbour(town: Town, data: Path) -> Someone:
    return someone(town, data / "recordings", mark="other8642", number="13900007777")


def granted(who: Someone, town: Town) -> Erasure:
    erasure = privacy.ask(who.caller, by=town.people["admin"], why="she wrote")
    return privacy.grant(erasure, by=town.people["auditor"])


def files(folder: Path) -> set[str]:
    return {file.name for file in (folder / "papers").rglob("*") if file.is_file()}


def of(case: Case) -> list[Paper]:
    return list(Paper.objects.filter(case=case).order_by("pk"))


def named(case: Case) -> set[str]:
    return {name for paper in of(case) for name in (paper.whole, paper.preview)}


def days_pass(days: int) -> None:
    clock.pass_time(timedelta(days=days))
    book.forget()


def test_the_photos_of_whoever_is_forgotten_are_off_the_disk_and_nobody_elses(
    ms_chen: Someone, neighbour: Someone, town: Town, data: Path
) -> None:
    hers, others = named(ms_chen.case), named(neighbour.case)
    assert len(hers) == len(others) == 4
    assert files(data) == hers | others
    erasure = granted(ms_chen, town)
    the_house_reacts()
    assert files(data) == others
    assert Erasure.objects.get(pk=erasure.pk).erased["papers.paper"] == 2


def test_that_there_was_a_photo_and_that_the_house_erased_it_stays_on_record(
    ms_chen: Someone, town: Town
) -> None:
    before = [(one.pk, one.size_bytes, one.added_at) for one in of(ms_chen.case)]
    granted(ms_chen, town)
    the_house_reacts()
    after = of(ms_chen.case)
    assert [(one.pk, one.size_bytes, one.added_at) for one in after] == before
    assert {(one.status, one.title, one.whole, one.preview) for one in after} == {
        (Status.ERASED, "", "", "")
    }
    stories = [[told.entry for told in journal.story(one)] for one in after]
    assert [[entry.act for entry in story] for story in stories] == [
        ["add", "erase"], ["add", "withdraw", "erase"],
    ]  # fmt: skip
    assert {story[-1].by_id for story in stories} == {the_clock().pk}
    assert verify.run() == []


def test_a_file_that_cannot_be_deleted_keeps_the_request_open(
    ms_chen: Someone, town: Town, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_names: str) -> None:
        raise OSError

    erasure = granted(ms_chen, town)
    with monkeypatch.context() as patch:
        patch.setattr(store, "throw_away", full)
        with pytest.raises(OSError), transaction.atomic():
            privacy.carry_out_granted()
    assert Erasure.objects.get(pk=erasure.pk).status == Asked.GRANTED
    assert len(files(data)) == 4
    assert privacy.carry_out_granted() == 1
    assert files(data) == set()


def test_photos_go_with_the_words_of_their_case(ms_chen: Someone, data: Path) -> None:
    days_pass(book.book()["keep_words_days"] - 1)
    privacy.sweep()
    assert len(files(data)) == 4
    days_pass(2)
    assert privacy.sweep()["papers.paper"] == 2
    assert files(data) == set()
    assert {one.status for one in of(ms_chen.case)} == {Status.ERASED}
    assert verify.run() == []


def test_a_photo_that_came_when_the_words_had_gone_goes_too(
    ms_chen: Someone, town: Town, data: Path
) -> None:
    days_pass(book.book()["keep_words_days"] + 1)
    cases.take_in(cases.Asked(said="-"), by=town.operator_28, caller=ms_chen.caller)  # she is known
    privacy.sweep()
    papers.add(ms_chen.case, clean=PHOTO, by=town.operator_28)
    days_pass(1)
    assert privacy.sweep()["papers.paper"] == 1
    assert files(data) == set()


def test_the_photos_of_a_case_under_way_stay_however_old(
    ms_chen: Someone, town: Town, data: Path
) -> None:
    op = town.operator_28
    alive = cases.take_in(cases.Asked(said="-"), by=op, caller=ms_chen.caller)
    paper = papers.add(alive, clean=PHOTO, by=op)
    days_pass(5000)
    privacy.sweep()
    assert files(data) == {paper.whole, paper.preview}


def test_photos_that_a_backup_brought_back_go_again(
    ms_chen: Someone, town: Town, data: Path
) -> None:
    kept = {file: file.read_bytes() for file in (data / "papers").rglob("*") if file.is_file()}
    rows = {one.pk: (one.whole, one.preview) for one in of(ms_chen.case)}
    granted(ms_chen, town)
    the_house_reacts()
    for file, content in kept.items():
        file.write_bytes(content)
    for pk, (whole, preview) in rows.items():
        Paper.objects.filter(pk=pk).update(status=Status.KEPT, whole=whole, preview=preview)
    type(ms_chen.caller).objects.filter(pk=ms_chen.caller.pk).update(erased_at=None)
    assert privacy.replay() == 1
    assert files(data) == set()


def test_nothing_is_added_to_what_was_of_somebody_forgotten(neighbour: Someone, town: Town) -> None:
    granted(neighbour, town)
    the_house_reacts()
    with pytest.raises(NotSo, match="资料已经清除"), transaction.atomic():
        papers.add(neighbour.case, clean=PHOTO, by=town.operator_28)
