"""A provider is away: written down by itself or by the line, ended early, refused where it makes no sense."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hotline import clock
from hotline.absences import actions as absences
from hotline.absences import queries
from hotline.absences.life import Status
from hotline.absences.models import Absence
from hotline.journal import queries as journal
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from tests.stories.steps import as_it_is
from tests.town import Town, at


def away(town: Town, *, by: str = "lin", hours: tuple[int, int] = (9, 11)) -> Absence:
    """Have 家家乐 be away for some hours of the first day."""
    start, end = hours
    return absences.enter(
        town.providers["家家乐"], from_at=at(start), until_at=at(end), why=" 家里有事 ",
        by=town.people[by],
    )  # fmt: skip


@pytest.mark.parametrize("who", ["lin", "op28", "leader", "admin"])
def test_the_provider_itself_or_whoever_it_rings_up_writes_it_down(town: Town, who: str) -> None:
    with clock.frozen(at(8)):
        made = away(town, by=who)
    assert (made.status, made.why, made.entered_at) == (Status.STANDS, "家里有事", at(8))
    [told] = journal.story(made)
    assert (told.entry.act, told.entry.by) == ("enter", town.people[who])
    assert "why" not in told.said  # it stands in the row alone, where it can be emptied


@pytest.mark.parametrize("who", ["pan", "clerk", "auditor", "callback"])
def test_nobody_else_writes_it_down_or_ends_it(town: Town, who: str) -> None:
    with clock.frozen(at(8)):
        with pytest.raises(NotYours), transaction.atomic():
            away(town, by=who)
        made = away(town)
        with pytest.raises(NotYours), transaction.atomic():
            absences.end(made, by=town.people[who])


@pytest.mark.parametrize("hours", [(11, 9), (9, 9), (5, 7)])
def test_one_that_ends_before_it_begins_or_is_over_already_is_refused(
    town: Town, hours: tuple[int, int]
) -> None:
    with clock.frozen(at(8)), pytest.raises(NotSo):
        away(town, hours=hours)
    assert not Absence.objects.exists()


def test_one_without_a_reason_is_refused(town: Town) -> None:
    with clock.frozen(at(8)), pytest.raises(NotSo):
        absences.enter(
            town.providers["家家乐"], from_at=at(9), until_at=at(10), why="  ",
            by=town.operator_28,
        )  # fmt: skip


def test_the_table_itself_refuses_an_end_before_the_beginning(town: Town) -> None:
    with clock.frozen(at(8)):
        made = away(town)
    with pytest.raises(IntegrityError, match="absence_ends_after"), transaction.atomic():
        Absence.objects.filter(pk=made.pk).update(until_at=at(9))


def test_it_is_ended_early_once_and_not_after_its_time(town: Town) -> None:
    with clock.frozen(at(8)):
        first, second = away(town), away(town, hours=(13, 14))
        clock.pass_time(timedelta(hours=2))
        absences.end(first, by=town.people["lin"])
        ended = as_it_is(first)
        assert (ended.status, ended.ended_at) == (Status.ENDED, at(10))
        with pytest.raises(NotNow), transaction.atomic():
            absences.end(first, by=town.people["lin"])
        person, provider = town.people["lin"], town.providers["家家乐"]
        assert list(queries.standing(provider, person=person, at=at(10))) == [second]
        assert list(queries.past(provider, person=person, at=at(10))) == [first]
        clock.pass_time(timedelta(hours=4))
        with pytest.raises(NotSo), transaction.atomic():
            absences.end(second, by=town.operator_28)
        assert list(queries.past(provider, person=person, at=at(14))) == [second, first]


# -- the pages ------------------------------------------------------------------------------------

SENT = {"from_at": "2012-09-26T09:00", "until_at": "2012-09-26T11:00", "why": "进货", "key": "a"}


def browser(town: Town, who: str) -> Client:
    client = Client(headers={"X-Requested-With": "step-form"})
    client.force_login(town.people[who])
    return client


@pytest.mark.parametrize(("who", "address"), [("lin", "/jobs/absences/"), ("op28", "")])
def test_it_is_written_down_and_ended_on_the_page_once(town: Town, who: str, address: str) -> None:
    page = address or f"/providers/{town.providers['家家乐'].pk}/absences/"
    client = browser(town, who)
    with clock.frozen(at(8)):
        assert "没有请假" in client.get(page).content.decode()
        for _twice in range(2):
            assert client.post(f"{page}enter", SENT).status_code == 204
        made = Absence.objects.get()
        assert (made.from_at, made.until_at, made.why) == (at(9), at(11), "进货")
        assert "进货" in client.get(page).content.decode()
        end = f"/jobs/absences/{made.pk}/end" if address else f"/absences/{made.pk}/end"
        assert client.post(end, {"key": "b"}).status_code == 204
        shown = client.get(page).content.decode()
        assert "没有请假" in shown
        assert "已结束" in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until_at": "2012-09-26T09:00"}, "要在开始之后。"),
        ({"until_at": "gestern"}, "时间看不懂，请重新选。"),
        ({"from_at": ""}, "这个字段是必填项。"),
        ({"why": ""}, "这个字段是必填项。"),
        ({"why": "长" * 201}, "200"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field(
    town: Town, wrong: dict[str, str], said: str
) -> None:
    with clock.frozen(at(8)):
        answer = browser(town, "lin").post("/jobs/absences/enter", SENT | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Absence.objects.exists()


def test_a_worker_ends_no_other_providers_absence(town: Town) -> None:
    with clock.frozen(at(8)):
        made = away(town)
        answer = browser(town, "pan").post(f"/jobs/absences/{made.pk}/end", {"key": "b"})
    assert answer.status_code == 404
    assert as_it_is(made).status == Status.STANDS


def test_a_refusal_is_a_sentence(town: Town) -> None:
    with clock.frozen(at(8)), pytest.raises(NotDone) as told:
        away(town, hours=(5, 7))
    assert str(told.value) == "这段时间已经过去了，请改结束时间。"
