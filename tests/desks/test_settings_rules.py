"""The page of rules: what holds and why, what another number would have done, and setting it with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.calls.models import Call
from hotline.calls.states import Direction
from hotline.calls.states import Status as CallStatus
from hotline.desks.settings import trials
from hotline.desks.settings.trials import Asked, Trial
from hotline.dispatch import actions as dispatch
from hotline.dispatch.models import Dispatch
from hotline.rules import queries
from hotline.rules.models import Rule
from hotline.rules.numbers import NUMBERS
from tests.desks.conftest import BACKEND
from tests.desks.papers import a_case
from tests.town import Town, at

MINUTE = timedelta(minutes=1)


def client(town: Town, who: str = "leader") -> Client:
    signed = Client()
    signed.force_login(town.people[who], backend=BACKEND)
    return signed


def trial(name: str, value: int) -> Trial:
    now = clock.now()
    found = trials.tried(Asked(queries.book(now), name, value, now))
    assert isinstance(found, Trial), found
    return found


def test_every_number_is_there_with_its_value_and_its_source(town: Town) -> None:
    page = client(town, "auditor").get("/rules/").content.decode()
    for number in NUMBERS:
        assert f"/rules/{number.name}/" in page
        assert str(number.label) in page
    assert "5 分钟" in page
    assert "/rights/" in page


def test_a_number_is_found_by_its_words(town: Town) -> None:
    page = client(town).get("/rules/?q=接急单").content.decode()
    assert "accept_urgent_min" in page
    assert "callback_h" not in page
    assert "没有找到" in client(town).get("/rules/?q=zzz").content.decode()


def test_trying_changes_nothing(town: Town) -> None:
    before = Rule.objects.count()
    page = client(town).get("/rules/accept_min/?value=3").content.decode()
    assert "为什么改" in page
    assert Rule.objects.count() == before


@pytest.mark.parametrize(
    "query", ["value=0", "value=999", "value=x", "value=", "value=3&valid_from=2012-01-01T00:00"]
)
def test_a_number_that_cannot_be_is_refused_beside_its_field(town: Town, query: str) -> None:
    answer = client(town).get(f"/rules/accept_min/?{query}")
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


def test_a_number_is_set_once_with_a_reason(town: Town) -> None:
    leader = client(town)
    given = {"value": "3", "valid_from": "", "why": "接单太慢", "key": "one"}
    for _press in range(2):
        assert leader.post("/rules/accept_min/set_rule", given).status_code == 302
    assert queries.book(clock.now())["accept_min"] == 3
    assert Rule.objects.filter(name="accept_min").count() == 2
    assert "接单太慢" in leader.get("/rules/").content.decode()
    page = leader.get("/rules/accept_min/").content.decode()
    assert "接单太慢" in page
    assert "正在用" in page


def test_without_a_reason_nothing_is_set_and_the_figures_stay(town: Town) -> None:
    answer = client(town).post("/rules/accept_min/set_rule", {"value": "3", "valid_from": ""})
    assert answer.status_code == 422
    assert "从 5 分钟 改成 3 分钟" in answer.content.decode()
    assert Rule.objects.filter(name="accept_min").count() == 1


def test_a_coming_change_is_shown_and_withdrawn(town: Town) -> None:
    leader = client(town)
    given = {"value": "3", "valid_from": "2099-01-01T08:00", "why": "以后"}
    leader.post("/rules/accept_min/set_rule", given)
    rule = Rule.objects.get(name="accept_min", value=3)
    assert "还没生效" in leader.get("/rules/accept_min/").content.decode()
    assert "还没到生效的时候" in leader.get("/rules/").content.decode()
    leader.post(f"/rules/accept_min/{rule.pk}/withdraw_rule", {})
    rule.refresh_from_db()
    assert rule.withdrawn_at is not None
    assert "没有生效" in leader.get("/rules/accept_min/").content.decode()


def test_an_operator_reads_rules_and_sets_none(town: Town) -> None:
    operator = client(town, "op28")
    assert "试一个新数" not in operator.get("/rules/accept_min/").content.decode()
    assert operator.post("/rules/accept_min/set_rule", {"value": "3"}).status_code == 403


def test_offers_are_tried_on_how_long_they_waited(town: Town) -> None:
    with clock.frozen(at(9)):
        for minutes in (1, 4):
            case = a_case(town, "漏水")
            dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
            offered = Dispatch.objects.latest("pk")
            clock.pass_time(minutes * MINUTE)
            dispatch.accept(offered, by=town.people["lin"])
        found = trial("accept_min", 3)
        assert (found.all, found.was, found.then, found.more) == (2, 0, 1, 1)
        assert trial("accept_min", 4).then == 0
        handed = trial("hand_over_min", 1)
        assert handed.all == 2


def test_lapsed_offers_are_no_proof_for_a_longer_time(town: Town) -> None:
    with clock.frozen(at(9)):
        case = a_case(town, "漏水")
        dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
        clock.pass_time(5 * MINUTE)
        dispatch.lapse(
            Dispatch.objects.latest("pk"),
            by=town.people["admin"].__class__.objects.get(username="clock"),
        )
        longer, shorter = trial("accept_min", 8), trial("accept_min", 3)
    assert (longer.was, longer.then) == (1, 0)
    assert longer.caution
    assert (shorter.was, shorter.then) == (1, 1)
    assert not shorter.caution


def test_waiting_calls_are_tried(town: Town) -> None:
    with clock.frozen(at(9)):
        for wait_s in (5, 12, 20):
            Call.objects.create(
                direction=Direction.IN, status=CallStatus.ENDED, arrived_at=clock.now(),
                answered_at=clock.now(), ended_at=clock.now(), wait_s=wait_s,
            )  # fmt: skip
        found = trial("answer_within_s", 10)
        assert (found.all, found.was, found.then) == (3, 1, 2)
        days = trial("answered_in_time_share_pct", 60)
        assert (days.all, days.was, days.then) == (1, 1, 0)
        assert trial("answered_share_pct", 99).then == 0


@pytest.mark.parametrize("number", NUMBERS, ids=lambda one: one.name)
def test_every_number_is_tried_or_says_why_not(town: Town, number: object) -> None:
    now = clock.now()
    name = getattr(number, "name", "")
    found = trials.tried(Asked(queries.book(now), name, getattr(number, "default", 0), now))
    assert isinstance(found, Trial) or found.endswith("。")


def test_each_trial_asks_one_question(town: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    now = clock.now()
    book = queries.book(now)
    for name, find in trials.TRIALS.items():
        with CaptureQueriesContext(connection) as asked:
            find(Asked(book, name, book[name], now))
        assert len(asked) == 1, name
