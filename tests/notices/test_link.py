"""A link signs for the one thing it names, once, in the name of whom it was sent to; a look changes nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment
from hotline.departments import actions as departments
from hotline.departments.models import Liaison
from hotline.journal.models import Entry
from hotline.notices import actions as notices
from hotline.notices import links, queries
from hotline.outbox.models import Channel, Message
from hotline.people import actions as people
from hotline.people.models import Failures
from hotline.rules import queries as rules
from tests import town as cast
from tests.notices.cast import SAID, given, reached
from tests.stories.steps import the_house_reacts
from tests.town import Town


@pytest.fixture
def sent(town: Town) -> Assignment:
    reached(town)
    return given(town)


@pytest.fixture
def link(sent: Assignment) -> str:
    """Return the address that the message to the clerk brought."""
    the_house_reacts()
    message = Message.objects.get(about=sent.about, channel=Channel.SMS)
    found = re.search(r"(/notices/t/\S+/)", message.text)
    assert found, message.text
    return found[1]


def now(assignment: Assignment) -> Assignment:
    return Assignment.objects.get(pk=assignment.pk)


def press(link: str, key: str = "one") -> int:
    return Client().post(f"{link}sign", {"key": key}).status_code


def test_a_look_changes_nothing_and_tells_nothing_of_the_citizen(
    link: str, sent: Assignment
) -> None:
    before = Entry.objects.count()
    for method in ("get", "head"):
        answer = getattr(Client(), method)(link)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
    page = Client().get(link).content.decode()
    assert "水管维修" in page
    assert sent.case.number in page
    for word in (SAID, "陈阿姨", "5126", "虹桥路"):
        assert word not in page
    assert Entry.objects.count() == before
    assert now(sent).status == Status.SENT
    assert Client().get(f"{link}sign").status_code == 405
    assert Client().post(link).status_code == 405


def test_a_press_signs_in_the_name_of_whom_it_was_sent_to_and_that_stays_on_record(
    link: str, sent: Assignment, town: Town
) -> None:
    assert press(link) == 302
    assert now(sent).status == Status.SIGNED
    signed, used = Entry.objects.filter(kind="assignment", act__in=("sign", "use_link")).order_by(
        "pk"
    )
    assert signed.by == used.by == town.people["clerk"]
    assert "已经签收" in Client().get(link).content.decode()


def test_pressed_twice_it_signs_once(link: str, sent: Assignment) -> None:
    assert [press(link), press(link), press(link, "another tab")] == [302, 302, 302]
    assert Entry.objects.filter(kind="assignment", act="sign").count() == 1
    assert Entry.objects.filter(kind="assignment", act="use_link").count() == 1


def test_two_at_the_same_time_sign_once(committed: str) -> None:
    town = cast.build()
    reached(town)
    sent = given(town)
    liaison = Liaison.objects.standing().get(person=town.people["clerk"])
    token = links.make(kind="assignment", subject=sent.pk, liaison=liaison.pk)

    def act(_number: int) -> str:
        try:
            opened = queries.opened(links.read(token))
            assert opened
            return notices.sign_by_link(opened, address="192.0.2.1")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(act, range(4)))
    assert said.count("已签收") == 1
    assert Entry.objects.filter(kind="assignment", act="sign").count() == 1


def test_it_is_over_after_so_many_hours(link: str, sent: Assignment) -> None:
    hours = rules.book()["sign_link_h"]
    fresh = _made_at(sent, clock.now() - timedelta(hours=hours, minutes=-1))
    stale = _made_at(sent, clock.now() - timedelta(hours=hours, minutes=1))
    assert Client().get(f"/notices/t/{fresh}/").status_code == 200
    assert Client().get(f"/notices/t/{stale}/").status_code == 410
    assert Client().post(f"/notices/t/{stale}/sign", {"key": "x"}).status_code == 410
    assert now(sent).status == Status.SENT
    assert not Failures.objects.exists()  # a link that was good is no guess


def _made_at(sent: Assignment, at: object) -> str:
    """Return a link as it was made at a moment."""
    import time

    liaison = Liaison.objects.standing().get(person__username="clerk")
    real, time.time = time.time, lambda: at.timestamp()  # type: ignore[attr-defined]
    try:
        return links.make(kind="assignment", subject=sent.pk, liaison=liaison.pk)
    finally:
        time.time = real


@pytest.mark.parametrize("way", ["dismissed", "deactivated", "moved", "withdrawn", "signed"])
def test_it_opens_only_what_its_holder_may_still_sign_for(
    link: str, sent: Assignment, town: Town, way: str
) -> None:
    admin, clerk, office = town.people["admin"], town.people["clerk"], town.units["执法局"]
    liaison = Liaison.objects.standing().get(unit=office, person=clerk)
    if way == "dismissed":
        departments.dismiss(office, by=admin, liaison=liaison)
    elif way == "deactivated":
        people.deactivate(clerk, by=admin, why="调走")
    elif way == "moved":
        assignments.move(sent, to=town.units["供电公司"], by=town.leader, why="不归他")
    elif way == "withdrawn":
        assignments.withdraw(sent, by=town.leader, why="不用了")
    else:
        assignments.sign(sent, by=town.people["head"])
    gone = way in ("dismissed", "deactivated")
    was = now(sent).status
    assert Client().get(link).status_code == (410 if gone else 200)
    assert press(link) == (410 if gone else 302)
    assert now(sent).status == was
    assert not Entry.objects.filter(kind="assignment", act="use_link").exists()


def test_it_opens_no_other_units_things(link: str, sent: Assignment, town: Town) -> None:
    power = Liaison.objects.standing().get(person=town.people["power"])
    for kind, liaison in (("assignment", power.pk), ("case", power.pk), ("assignment", 0)):
        token = links.make(kind=kind, subject=sent.pk, liaison=liaison)
        assert Client().get(f"/notices/t/{token}/").status_code == 410
        assert press(f"/notices/t/{token}/") == 410
    assert now(sent).status == Status.SENT


def test_a_link_of_another_purpose_is_none_of_ours(sent: Assignment) -> None:
    liaison = Liaison.objects.standing().get(person__username="clerk")
    for salt in ("hotline.job", "hotline.track.link"):
        token = signing.dumps(["assignment", sent.pk, liaison.pk], salt=salt, compress=False)
        with pytest.raises(links.LinkForged):
            links.read(token)


def test_whoever_guesses_is_shut_out_for_a_while_and_that_is_on_record(
    link: str, sent: Assignment
) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    answers = [client.get(f"/notices/t/guess-{n}/").status_code for n in range(60)]
    assert answers[0] == 410
    assert answers[-1] == 429
    assert Entry.objects.filter(act="lock_out").count() == 1
    same = Client(REMOTE_ADDR="203.0.113.10")
    assert [same.get("/notices/t/again/").status_code for _ in range(7)][-1] == 429
    assert Client().get(link).status_code == 200  # a good one opens: nobody can shut others out


def test_the_link_asks_for_its_token_and_for_a_key(link: str, sent: Assignment) -> None:
    assert Client(enforce_csrf_checks=True).post(f"{link}sign", {"key": "x"}).status_code == 403
    Client().post(f"{link}sign", {"key": ""})
    assert now(sent).status == Status.SENT
