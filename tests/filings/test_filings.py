"""What a provider asks to have written down: a newer paper with its picture, a worker more, a worker less; the line decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from hotline.filings import actions as filings
from hotline.filings.life import Status
from hotline.filings.models import Filing
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.providers.credentials import actions as papers
from hotline.providers.models import Credential, Member, PaperKind
from hotline.today import today
from tests.desks.conftest import at
from tests.papers.paperwork import letter, opened, photo
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

__all__ = ["at"]

At = Callable[[str], Client]


@pytest.fixture
def insurance(town: Town) -> Credential:
    """Let 家家乐 have an insurance that ends in ten days."""
    return papers.add_paper(
        town.providers["家家乐"], by=town.leader, kind=PaperKind.INSURANCE, number="A1",
        until_on=today() + timedelta(days=10),
    )  # fmt: skip


def renewed(insurance: Credential, town: Town, days: int = 375) -> Filing:
    until = today() + timedelta(days=days)
    return filings.renew(
        insurance, by=town.people["lin"], photo=b"jpeg", number="A2", until_on=until
    )


def test_a_newer_paper_counts_once_somebody_of_the_line_has_looked(
    insurance: Credential, town: Town
) -> None:
    filing = renewed(insurance, town)
    assert Credential.objects.newest().get(kind=PaperKind.INSURANCE).number == "A1"
    filings.accept(filing, by=town.leader)
    newest = Credential.objects.newest().get(kind=PaperKind.INSURANCE)
    assert (newest.number, newest.checked_by) == ("A2", town.leader)
    assert newest.until_on == today() + timedelta(days=375)


def test_the_picture_is_gone_when_somebody_has_decided(insurance: Credential, town: Town) -> None:
    accepted = renewed(insurance, town)
    filings.accept(accepted, by=town.leader)
    declined = renewed(Credential.objects.newest().get(kind=PaperKind.INSURANCE), town, days=500)
    assert bytes(as_it_is(declined).photo) == b"jpeg"
    filings.decline(declined, by=town.leader, why="照片看不清")
    assert [bytes(as_it_is(one).photo) for one in (accepted, declined)] == [b"", b""]


def test_the_provider_hears_what_became_of_it(insurance: Credential, town: Town) -> None:
    filings.decline(renewed(insurance, town), by=town.leader, why="照片看不清")
    the_house_reacts()
    [message] = Message.objects.filter(about__startswith="filing:")
    assert message.to == town.people["lin"].name
    assert "没有登记" in message.text
    assert "照片看不清" in message.text


def test_what_waits_is_not_filed_twice_and_may_be_taken_back(
    insurance: Credential, town: Town
) -> None:
    first = renewed(insurance, town)
    with pytest.raises(NotNow, match="已经报过"):
        renewed(insurance, town)
    filings.take_back(first, by=town.people["lin"])
    renewed(insurance, town)
    with pytest.raises(NotNow), transaction.atomic():
        filings.accept(first, by=town.leader)


def test_a_worker_is_taken_on_and_let_go_by_whoever_may_manage_providers(town: Town) -> None:
    home = town.providers["家家乐"]
    lin = town.people["lin"]
    asked = filings.ask_to_take_on(home, by=lin, name="小周", telephone="13800000009")
    with pytest.raises(NotYours), transaction.atomic():
        filings.accept(asked, by=town.people["reviewer"])
    assert as_it_is(asked).status == Status.FILED
    filings.accept(asked, by=town.leader)
    zhou = Member.objects.standing().get(provider=home, person__name="小周")
    assert as_it_is(asked).member == zhou
    filings.accept(filings.ask_to_let_go(zhou, by=lin, why="回老家"), by=town.leader)
    assert not Member.objects.standing().filter(pk=zhou.pk).exists()


def test_nobody_files_for_another_provider_nor_the_line_for_one(
    insurance: Credential, town: Town
) -> None:
    until = today() + timedelta(days=50)
    for by in (town.people["pan"], town.leader):
        with pytest.raises(NotYours):
            filings.renew(insurance, by=by, photo=b"x", until_on=until)
        with pytest.raises(NotYours):
            filings.ask_to_take_on(town.providers["家家乐"], by=by, name="x", telephone="1")
    assert not Filing.objects.exists()


def test_a_paper_that_is_over_or_has_no_picture_is_not_taken(
    insurance: Credential, town: Town
) -> None:
    with pytest.raises(NotSo, match="已经过期"):
        renewed(insurance, town, days=-1)
    with pytest.raises(NotSo, match="照片"):
        filings.renew(insurance, by=town.people["lin"], photo=b"")


# -- on the pages -----------------------------------------------------------------------------------


def sent(days: int = 400, data: bytes | None = None) -> dict[str, object]:
    return {
        "number": "A2", "until_on": (today() + timedelta(days=days)).isoformat(), "key": "k",
        "photo": SimpleUploadedFile("a.jpg", data or photo(secret="Nikon"), "image/jpeg"),
    }  # fmt: skip


def test_a_worker_sees_what_ends_hands_in_a_new_one_and_the_line_looks_at_it(
    at: At, insurance: Credential, town: Town
) -> None:
    lin, leader = at("lin"), at("leader")
    assert "1 份材料快到期" in lin.get("/jobs/").content.decode()
    page = lin.get("/jobs/papers/").content.decode()
    assert f"有效至 {insurance.until_on}" in page
    assert lin.post(f"/jobs/credentials/{insurance.pk}/renew", sent()).status_code == 204
    filing = Filing.objects.get()
    assert "等核对" in lin.get("/jobs/papers/").content.decode()
    assert str(filing) in leader.get("/providers/filings/").content.decode()
    here = f"/providers/filings/{filing.pk}/"
    assert f'src="{here}photo"' in leader.get(here).content.decode()
    shown = leader.get(f"{here}photo")
    assert opened(shown.content).format == "JPEG"
    assert b"Nikon" not in shown.content
    assert at("op28").get(f"{here}photo").status_code == 403
    assert leader.post(f"/filings/{filing.pk}/accept", {"key": "a"}).status_code == 204
    assert leader.get(f"{here}photo").status_code == 404
    assert "份材料快到期" not in lin.get("/jobs/").content.decode()


def test_what_is_no_photo_is_said_and_nothing_is_filed(at: At, insurance: Credential) -> None:
    lin, there = at("lin"), f"/jobs/credentials/{insurance.pk}/renew"
    assert lin.post(there, sent(data=letter())).status_code == 409
    assert lin.post(there, {"until_on": "x", "key": "y"}).status_code == 422
    assert (
        lin.post("/jobs/members/ask_to_take_on", {"name": "x", "telephone": "abc"}).status_code
        == 422
    )
    assert not Filing.objects.exists()


def test_another_providers_papers_and_workers_are_not_there(
    at: At, insurance: Credential, town: Town
) -> None:
    pan, member = at("pan"), Member.objects.get(person=town.people["lin"])
    assert pan.post(f"/jobs/credentials/{insurance.pk}/renew", sent()).status_code == 404
    assert pan.post(f"/jobs/members/{member.pk}/ask_to_let_go", {"why": "x"}).status_code == 404
    filing = renewed(insurance, town)
    assert pan.post(f"/filings/{filing.pk}/take_back", {"key": "t"}).status_code == 404
    assert at("lin").post(f"/filings/{filing.pk}/accept", {"key": "t"}).status_code == 403
