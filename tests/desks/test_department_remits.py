"""The department's desk: what a unit answers for, where it says that something is not its own, and what was ruled."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.departments import actions as departments
from hotline.departments.life import Contested
from hotline.departments.models import Contest, Remit
from hotline.notices import actions as notices
from hotline.outbox.models import Message
from hotline.today import today
from tests.desks.at_a_unit import At, page
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

HERE = "/inbox/remits/"


@pytest.fixture
def power(at: At) -> Client:
    """Sit at the power company's desk."""
    return at("power")


def contested(client: Client, claim: str = "表后线归住户自己") -> Contest:
    """Say by the form of the page that the first remit is not the unit's."""
    found = re.search(
        r'action="(/departments/remits/\d+/contest)".+?name="next" value="(.+?)"',
        page(client, HERE),
        re.S,
    )
    assert found, "the page has a form, and shows itself anew afterwards"
    sent = client.post(found[1], {"claim": claim, "key": claim, "next": found[2]})
    assert (sent.status_code, sent["Location"]) == (204, HERE)
    return Contest.objects.latest("pk")


def test_a_unit_reads_what_it_leads_and_where_it_helps_and_nothing_of_others(
    town: Town, power: Client, at: At
) -> None:
    shown = page(power, HERE)
    assert "电路维修" in shown
    assert "2012-01-01 起" in shown
    assert "主办" in shown
    assert "水管维修" not in shown
    helps = page(at("clerk"), HERE)
    assert "水管维修" in helps
    assert "电路维修" not in helps


def test_whoever_only_helps_has_no_form(town: Town, power: Client) -> None:
    departments.change_remit(
        Remit.objects.get(lead=town.units["供电公司"]), lead=town.units["执法局"], from_on=today(),
        co_units=[town.units["供电公司"]], why="移交", by=town.leader,
    )  # fmt: skip
    shown = page(power, HERE)
    assert "电路维修" in shown
    assert "协办" in shown
    assert "提出争议</button>" not in shown


def test_what_is_contested_waits_may_be_taken_back_and_asked_again(
    town: Town, power: Client, at: At
) -> None:
    one = contested(power)
    shown = page(power, HERE)
    assert "待裁定" in shown
    assert f"/departments/remits/{one.remit_id}/contest" not in shown
    address = f"/departments/contests/{one.pk}/withdraw"
    assert address in shown
    assert "uphold" not in shown
    theirs = at("clerk")
    assert "表后线归住户自己" not in page(theirs, HERE)
    assert theirs.post(address, {"why": "x", "key": "x"}).status_code == 404
    assert power.post(address, {"why": "弄错了", "key": "w"}).status_code == 204
    assert as_it_is(one).status == Contested.WITHDRAWN
    contested(power, "还是不归我们")


def test_a_ruling_is_shown_and_told_to_the_unit_and_to_whom_it_binds(
    town: Town, power: Client, at: At
) -> None:
    for n, who in enumerate(("power", "clerk", "squad")):
        notices.set_reach(
            town.people[who], telephone=f"1390000000{n}", mailbox="", by=town.people["admin"]
        )
    departments.reassign(
        contested(power), unit=town.units["执法局"], by=town.leader, why="路灯归执法局"
    )
    the_house_reacts()
    told = Message.objects.filter(about__startswith="contest:")
    assert {one.to for one in told} == {town.people["power"].name, town.people["clerk"].name}
    for one in told:
        assert "电路维修 · 瑞安市" in one.text
        assert "归执法局" in one.text
        assert "路灯归" not in one.text, "what somebody typed is read after signing in"
    for client in (power, at("clerk")):
        shown = page(client, HERE)
        assert "路灯归执法局" in shown
        assert str(town.leader) not in shown


def test_a_ruling_that_upholds_stands_beside_the_remit_in_the_place_of_the_form(
    town: Town, power: Client
) -> None:
    departments.uphold(contested(power), by=town.leader, why="表前线归供电公司")
    shown = page(power, HERE)
    assert shown.count("表前线归供电公司") == 2
    assert "/contest" not in shown
    the_house_reacts()


def test_what_was_ruled_stands_in_the_place_of_the_form_through_every_change_of_helpers(
    town: Town, power: Client
) -> None:
    departments.uphold(contested(power), by=town.leader, why="表前线归供电公司")
    lead = town.units["供电公司"]
    for n, helpers in enumerate(([town.units["执法局"]], [], [town.units["安阳街道"]])):
        there = Remit.objects.holding_on(today()).get(lead=lead)
        departments.change_remit(
            there, lead=lead, co_units=helpers, from_on=today(), why=f"换{n}", by=town.leader
        )
    there = Remit.objects.holding_on(today()).get(lead=lead)
    shown = page(power, HERE)
    assert shown.count("表前线归供电公司") == 2
    assert f"/departments/remits/{there.pk}/contest" not in shown
    assert power.post(
        f"/departments/remits/{there.pk}/contest", {"claim": "又", "key": "又"}
    ).status_code == 409  # fmt: skip


def test_the_page_asks_no_more_of_the_database_for_more_remits(town: Town, power: Client) -> None:
    page(power, HERE)
    with CaptureQueriesContext(connection) as few:
        page(power, HERE)
    for name in ("安阳", "虹桥"):
        departments.assign_remit(
            town.units["供电公司"], service=town.services["电路维修"], area=town.places[name],
            from_on=today(), by=town.leader,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as more:
        assert page(power, HERE).count("/contest") == 3
    assert len(more) <= len(few)
