"""The picture of a paper stays with it, is given out on record, and goes when the paper has long been over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from hotline import clock
from hotline.desks.settings import trials
from hotline.filings import actions as filings
from hotline.journal.models import Entry
from hotline.life.errors import NotYours
from hotline.privacy import register
from hotline.privacy.resealing import STORES
from hotline.providers import actions as providers
from hotline.providers.credentials import actions as papers
from hotline.providers.models import Credential, Member, PaperKind
from hotline.providers.workers import actions as workers
from hotline.rules import queries as rules
from hotline.scans import actions as scans
from hotline.scans.models import Scan
from hotline.scans.store import STORE
from hotline.today import today
from tests.desks.conftest import at
from tests.papers.paperwork import photo
from tests.town import Town

__all__ = ["at"]
At = Callable[[str], Client]


def insured(town: Town, days: int = 10, number: str = "A1") -> Credential:
    return papers.add_paper(
        town.providers["家家乐"], by=town.leader, kind=PaperKind.INSURANCE, number=number,
        until_on=today() + timedelta(days=days),
    )  # fmt: skip


def after(days: int) -> AbstractContextManager[object]:
    return clock.frozen(clock.now() + timedelta(days=days))


def kept_days() -> int:
    return rules.book()["keep_scan_days"]


def files(folder: Path) -> list[str]:
    return [one.name for one in folder.rglob("*") if one.is_file()]


def seen(scan: Scan) -> list[str]:
    rows = Entry.objects.filter(kind="scan", subject=scan.pk).select_related("by")
    return [f"{one.act} {one.by}" for one in rows.order_by("pk")]


def test_what_was_looked_at_in_a_filing_stays_with_the_paper_it_became(
    town: Town, store_folder: Path
) -> None:
    asked = filings.renew(
        insured(town), by=town.people["lin"], photo=b"\xff\xd8 what was filed", number="A2",
        until_on=today() + timedelta(days=375),
    )  # fmt: skip
    filings.accept(asked, by=town.people["reviewer"])
    asked.refresh_from_db()
    scan = Scan.objects.get(paper__number="A2")
    assert bytes(asked.photo) == b""
    assert b"filed" not in b"".join(one.read_bytes() for one in store_folder.rglob("*/*/*"))
    assert scans.see(scan, by=town.leader) == b"\xff\xd8 what was filed"
    assert seen(scan) == [f"keep {town.people['reviewer']}", f"see {town.leader}"]


@pytest.mark.parametrize("who", ["op28", "auditor", "lin", "pan"])
def test_whoever_reads_no_papers_sees_no_picture_of_one(town: Town, who: str) -> None:
    scan, by = scans.keep(insured(town), by=town.leader, jpeg=b"x"), town.people[who]
    assert not Scan.objects.seen_by(by).exists()
    for act in (
        lambda: scans.see(scan, by=by),
        lambda: scans.keep(insured(town, number="B"), by=by, jpeg=b"y"),
    ):
        with pytest.raises(NotYours), transaction.atomic():
            act()
    assert len(seen(scan)) == 1


def test_a_picture_is_kept_as_long_as_its_paper_counts_and_then_as_the_rule_says(
    town: Town, store_folder: Path
) -> None:
    scan = scans.keep(insured(town, days=40), by=town.leader, jpeg=b"x")
    with after(40 + kept_days()):
        assert scans.forget_old() == 0
    with after(42 + kept_days()):
        assert scans.forget_old() == 1
        assert scans.forget_old() == 0
    assert files(store_folder) == []
    assert seen(scan)[-1] == "forget 系统"
    with pytest.raises(FileNotFoundError):
        scans.see(Scan.objects.get(), by=town.leader)


def test_a_shorter_time_of_keeping_is_tried_on_the_pictures_that_are_there(
    town: Town, store_folder: Path
) -> None:
    scans.keep(insured(town, days=10), by=town.leader, jpeg=b"x")
    with after(30):
        now = clock.now()
        for days, then in ((15, 1), (25, 0)):
            found = trials.tried(trials.Asked(rules.book(now), "keep_scan_days", days, now))
            assert isinstance(found, trials.Trial)
            assert (found.all, found.was, found.then) == (1, 0, then)
            assert ("不能恢复" in str(found.caution)) == bool(then)
    assert files(store_folder)  # a trial empties nothing


def replace_it(paper: Credential, town: Town) -> None:
    insured(town, days=9000, number="neu")


def take_it_back(paper: Credential, town: Town) -> None:
    papers.withdraw_paper(paper, by=town.leader, why="假的")


def leave(paper: Credential, town: Town) -> None:
    providers.leave(paper.provider, by=town.leader, why="转行")


@pytest.mark.parametrize("end", [replace_it, take_it_back, leave])
def test_the_time_counts_from_when_the_paper_shows_nothing_any_more(
    town: Town, end: Callable[[Credential, Town], None]
) -> None:
    paper = insured(town, days=9000)
    scans.keep(paper, by=town.leader, jpeg=b"x")
    with after(30):
        end(Credential.objects.get(pk=paper.pk), town)
    with after(29 + kept_days()):
        assert scans.forget_old() == 0
    with after(31 + kept_days()):
        assert scans.forget_old() == 1


def test_a_workers_identity_goes_after_he_has_gone(town: Town) -> None:
    wu = workers.take_on(town.providers["家家乐"], by=town.leader, name="小吴", telephone="1")
    card = papers.add_paper(
        wu.provider, by=town.leader, kind=PaperKind.IDENTITY, member=wu, number="1234"
    )
    scans.keep(card, by=town.leader, jpeg=b"x")
    with after(kept_days() + 400):
        assert scans.forget_old() == 0
    workers.let_go(wu, by=town.leader, why="不做了")
    with after(kept_days() + 1):
        assert scans.forget_old() == 1


def test_a_provider_that_came_back_keeps_its_pictures(town: Town) -> None:
    paper = insured(town, days=9000)
    scans.keep(paper, by=town.leader, jpeg=b"x")
    providers.leave(paper.provider, by=town.leader, why="转行")
    paper.provider.refresh_from_db()
    providers.apply_again(paper.provider, by=town.leader, why="又回来")
    with after(kept_days() + 2):
        assert scans.forget_old() == 0


def test_a_file_without_a_row_is_swept_away_and_no_other(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotline.scans import queries

    scan = scans.keep(insured(town), by=town.leader, jpeg=b"x")
    STORE.put(b"nobody's")
    assert scans.sweep_orphans() == 0
    monkeypatch.setattr(queries, "SETTLED_S", -1.0)
    assert scans.sweep_orphans() == 1
    assert scans.see(scan, by=town.leader) == b"x"


def test_a_new_key_seals_them_too_and_the_register_says_how_long_they_stay() -> None:
    assert STORES["scans"] is STORE
    [said] = [one for one in register.tables() if one.model is Scan]
    assert said.kept == "keep_scan_days"


# -- on the pages -----------------------------------------------------------------------------------


def sent(number: str = "P1", data: bytes | None = None) -> dict[str, object]:
    picture = SimpleUploadedFile("a.jpg", data or photo(secret="Nikon"), "image/jpeg")
    until = (today() + timedelta(days=400)).isoformat()
    return {"kind": "insurance", "number": number, "until_on": until, "photo": picture, "key": "k"}


def test_a_paper_brought_to_the_counter_is_pictured_and_opened_from_its_row(
    at: At, town: Town
) -> None:
    home = f"/providers/{town.providers['家家乐'].pk}/"
    reviewer = at("reviewer")
    assert reviewer.post(f"{home}add_paper", sent()).status_code == 204
    scan = Scan.objects.get(paper__number="P1")
    address = f"/providers/scans/{scan.pk}/"
    assert f'href="{address}"' in reviewer.get(f"{home}papers/").content.decode()
    assert address not in at("op28").get(f"{home}papers/").content.decode()
    answer = reviewer.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"Nikon" not in answer.content
    assert seen(scan)[-1] == f"see {town.people['reviewer']}"
    papers.withdraw_paper(scan.paper, by=town.leader, why="假的")
    shown = reviewer.get(f"{home}papers/").content.decode()
    assert "换下和作废的" in shown
    assert address in shown
    STORE.throw_away(scan.file)
    assert reviewer.get(address).status_code == 404


def test_what_is_no_picture_writes_no_paper_down(at: At, town: Town) -> None:
    home = f"/providers/{town.providers['家家乐'].pk}/"
    answer = at("reviewer").post(f"{home}add_paper", sent("P2", b"%PDF-1.7\n%%EOF"))
    assert answer.status_code == 409
    assert not Credential.objects.filter(number="P2").exists()


def test_a_workers_paper_is_pictured_too(at: At, town: Town) -> None:
    lin = Member.objects.get(person=town.people["lin"])
    given = {"kind": "identity", "number": "330325197001011234", "photo": sent()["photo"]}
    here = f"/providers/members/{lin.pk}/"
    assert at("leader").post(f"{here}add_paper", given | {"key": "i"}).status_code == 204
    scan = Scan.objects.get(paper__member=lin)
    assert f"/providers/scans/{scan.pk}/" in at("leader").get(here).content.decode()
