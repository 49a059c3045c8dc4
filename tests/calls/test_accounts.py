"""A seat's account at the switch: made for one sign-on, and over in each of the ways one leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from hotline import clock
from hotline.calls import accounts, actions, jobs, tickets
from hotline.calls.models import Call, Phone, Request, Seat
from hotline.calls.states import Direction, Forced, SeatState, Status
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo
from hotline.people import actions as people
from hotline.people.models import Person, Session
from hotline.people.roles import Role
from tests.calls.exchange import Town, db, engage, seat_of, until

OWN = "13800004321"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def signed_in(number: str = "28", phone: Phone = Phone.SIP) -> Person:
    person = engage(number)
    actions.sign_in(person, phone=phone)
    return person


def account(person: Person) -> accounts.Account | None:
    return accounts.of(seat_of(person))


def password(person: Person) -> str:
    found = account(person)
    assert found is not None
    return found.password


def told_of(seat: Seat) -> int:
    return Request.objects.filter(wants="account", address=seat.address).count()


@pytest.fixture
def on_asterisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installation has a switch that browsers can register with."""
    here = replace(settings.CONFIGURATION, switch="ari", demo=False)
    monkeypatch.setattr(settings, "CONFIGURATION", here)


def lapses(person: Person) -> None:
    Seat.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    actions.lapse(by=person)


def is_forced_out(person: Person) -> None:
    leader = engage("01", Role.LEADER)
    actions.force(seat_of(person), to=Forced.OUT, by=leader, why="went home")


def ends_his_session(person: Person) -> None:
    people.sign_out(person, by=person)
    jobs.leave_with_session(Entry.objects.get(kind="person", act="sign_out"))


def is_sent_away(person: Person) -> None:
    people.deactivate(person, by=engage("02", Role.ADMIN))
    jobs.leave_with_session(Entry.objects.get(kind="person", act="deactivate"))


def takes_another_telephone(person: Person) -> None:
    actions.sign_in(person, phone=Phone.OUTSIDE, outside=OWN)


LEAVING: list[Callable[[Person], object]] = [
    actions.sign_out, lapses, is_forced_out, ends_his_session, is_sent_away,
    takes_another_telephone,
]  # fmt: skip


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("leave", LEAVING)
def test_an_account_is_over_in_each_of_the_ways_one_leaves(
    leave: Callable[[Person], object],
) -> None:
    person = signed_in()
    before = told_of(seat_of(person))
    assert account(person) is not None
    leave(person)
    assert account(person) is None
    assert seat_of(person).account == ""
    assert told_of(seat_of(person)) == before + 1


@pytest.mark.usefixtures("db")
def test_a_session_that_ended_by_itself_leaves_the_seat_to_another_that_goes_on() -> None:
    person = signed_in()
    client_of(person)
    assert Session.objects.filter(person=person).exists()
    people.sign_out(person, by=person, why="idle")
    entry = Entry.objects.get(kind="person", act="sign_out")
    jobs.leave_with_session(entry)
    assert account(person) is not None
    Session.objects.all().delete()
    jobs.leave_with_session(entry)
    assert account(person) is None


@pytest.mark.usefixtures("db")
def test_a_seat_in_a_call_keeps_its_account_until_the_call_is_over() -> None:
    person = signed_in()
    Seat.objects.update(state=SeatState.TALKING, lease_until=clock.now() - timedelta(seconds=1))
    ends_his_session(person)
    actions.lapse(by=person)
    assert account(person) is not None
    Seat.objects.update(state=SeatState.AFTER)
    actions.lapse(by=person)
    assert account(person) is None


@pytest.mark.usefixtures("db")
def test_each_sign_on_has_a_password_of_its_own_and_so_has_each_seat() -> None:
    first, other = signed_in("28"), signed_in("29")
    had = password(first)
    assert len(had) == 32
    assert had != password(other)
    actions.sign_in(first, phone=Phone.SIP)
    assert password(first) != had


@pytest.mark.usefixtures("db")
def test_a_password_is_in_no_table_and_no_entry(caplog: pytest.LogCaptureFixture) -> None:
    person = signed_in()
    secret = password(person)
    actions.show_account(person)
    for model in apps.get_models():
        assert secret not in repr(list(model._default_manager.values())), model
    assert secret not in caplog.text
    assert secret not in repr(account(person))


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("phone", [Phone.SIMULATED, Phone.OUTSIDE])
def test_a_telephone_that_does_not_register_has_no_account(phone: Phone) -> None:
    person = engage("28")
    seat = actions.sign_in(person, phone=phone, outside=OWN)
    assert account(person) is None
    assert told_of(seat) == 0


@pytest.mark.usefixtures("db")
def test_a_password_is_shown_once() -> None:
    person = signed_in()
    secret = password(person)
    client = client_of(person)
    answer = client.post("/calls/seat/show_account", {"key": "a"})
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    for key in ("a", "b"):
        answer = client.post(
            "/calls/seat/show_account", {"key": key}, headers={"X-Requested-With": "x"}
        )
        assert answer.status_code == 409
        assert secret not in answer.content.decode()
    assert Entry.objects.filter(kind="seat", act="show_account").count() == 1
    actions.sign_in(person, phone=Phone.SIP)
    assert actions.show_account(person).password != secret


@pytest.mark.usefixtures("db", "on_asterisk")
def test_the_telephone_in_a_browser_is_told_as_long_as_somebody_sits_there() -> None:
    person = engage("28")
    client = client_of(person)
    assert client.get("/calls/seat/telephone").status_code == 409
    client.post("/calls/seat/sign_in", {"phone": "browser"})
    answer = client.get("/calls/seat/telephone")
    told = json.loads(answer.content)
    assert "no-store" in answer["Cache-Control"]
    assert told["password"] == password(person)
    assert told["name"] == "seat-28"
    seat = seat_of(person)
    assert tickets.read(told["ticket"]) == tickets.Ticket(seat.about, "seat-28")
    assert client.get("/calls/seat/telephone").json()["password"] == told["password"]
    client.post("/calls/seat/sign_out")
    assert client.get("/calls/seat/telephone").status_code == 409
    client.post("/calls/seat/sign_in", {"phone": "sip"})
    assert client.get("/calls/seat/telephone").status_code == 409


@pytest.mark.usefixtures("db")
def test_a_browser_is_no_telephone_where_the_switch_is_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = replace(settings.CONFIGURATION, switch="sim", demo=False)
    monkeypatch.setattr(settings, "CONFIGURATION", here)
    person = engage("28")
    client_of(person).post("/calls/seat/sign_in", {"phone": "browser"})
    assert seat_of(person).phone == Phone.SIP


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("number", ["0044123456789", "110", "81890", "12", ""])
def test_a_number_that_the_line_does_not_ring_is_nobodys_own_telephone(number: str) -> None:
    person = engage("28")
    with pytest.raises(NotSo):
        actions.sign_in(person, phone=Phone.OUTSIDE, outside=number)
    assert not Seat.objects.exists()


@pytest.mark.usefixtures("db")
def test_who_works_elsewhere_is_rung_there_also_for_his_own_calls() -> None:
    person = signed_in(phone=Phone.SIP)
    actions.sign_in(person, phone=Phone.OUTSIDE, outside=OWN)
    call = actions.call_provider("057463000110", by=person, why="x")
    assert call.legs["seat"]["address"] == f"tel:{OWN}"


@pytest.mark.usefixtures("db")
def test_a_browser_takes_no_calls_before_its_telephone_is_there() -> None:
    person = signed_in(phone=Phone.BROWSER)
    with pytest.raises(NotNow):
        actions.ready(person)
    actions.find_phone(seat_of(person).address)
    assert actions.ready(person).state == SeatState.READY


@pytest.mark.usefixtures("db")
def test_a_seat_whose_telephone_is_gone_is_set_aside_and_one_in_a_call_is_not() -> None:
    ready, talking = signed_in("28"), signed_in("29")
    for person in (ready, talking):
        actions.find_phone(seat_of(person).address)
        actions.ready(person)
    Seat.objects.filter(operator=talking).update(state=SeatState.TALKING)
    for person in (ready, talking):
        actions.lose_phone(seat_of(person).address, by=ready)
    assert (seat_of(ready).state, seat_of(ready).why) == (SeatState.AWAY, "phone_lost")
    assert seat_of(talking).state == SeatState.TALKING
    assert Entry.objects.filter(kind="seat", act="lose_phone").count() == 1


@contextmanager
def news() -> Iterator[list[dict[str, str]]]:
    """Hear what pages are told."""
    heard: list[dict[str, str]] = []
    with pytest.MonkeyPatch.context() as patch:
        tell = lambda about, act, to="": heard.append({"about": about, "act": act, "to": to})  # noqa: E731
        patch.setattr("hotline.journal.news.announce", tell)
        yield heard


@pytest.mark.usefixtures("db")
def test_a_browser_picks_up_what_its_owner_answers_and_nobody_else_hears_of_it() -> None:
    person = signed_in(phone=Phone.BROWSER)
    call = Call.objects.create(
        direction=Direction.IN, status=Status.RINGING, arrived_at=clock.now(), leg="in-1"
    )
    Seat.objects.update(state=SeatState.RINGING, call=call)
    with news() as heard:
        actions.answer(call, by=person)
    assert heard == [{"about": call.about, "act": "pick_up", "to": person.about}]
    assert not Request.objects.filter(wants="answer").exists()


# -- with the switch ------------------------------------------------------------------------------


@pytest.mark.usefixtures("committed")
async def test_the_switch_knows_an_account_from_sign_on_to_sign_out(town: Town) -> None:
    person = await db(engage)("28")
    async with town.switchboard():
        await db(lambda: actions.sign_in(person, phone=Phone.SIP))()
        secret = await db(password)(person)
        await until(lambda: town.exchange.accounts == {"seat:28": secret})
        await db(lambda: actions.sign_in(person, phone=Phone.SIP))()
        again = await db(password)(person)
        assert again != secret
        await until(lambda: town.exchange.accounts == {"seat:28": again})
        await db(actions.sign_out)(person)
        await until(lambda: not town.exchange.accounts)
        assert not await db(lambda: Request.objects.filter(taken_at=None).exists())()


@pytest.mark.usefixtures("committed")
async def test_after_a_crash_who_sits_there_may_register_and_nobody_else(town: Town) -> None:
    gone, there = await db(engage)("28"), await db(engage)("29")
    async with town.switchboard():
        for person in (gone, there):
            await db(lambda: actions.sign_in(person, phone=Phone.SIP))()  # noqa: B023
        await until(lambda: town.exchange.accounts.keys() == {"seat:28", "seat:29"})
    await db(actions.sign_out)(gone)
    await db(lambda: Request.objects.all().delete())()  # taken by a switchboard that then died
    town.exchange.accounts["seat:66"] = "of nobody"
    town.exchange.accounts.pop("seat:29")
    secret = await db(password)(there)
    async with town.switchboard():
        await until(lambda: town.exchange.accounts == {"seat:29": secret})


@pytest.mark.usefixtures("db")
def test_the_window_of_the_telephone_opens_to_who_works_the_telephone() -> None:
    answer = client_of(engage("28")).get("/desk/phone")
    assert answer.status_code == 200
    assert "soft-phone" in answer.content.decode()
    assert client_of(engage("77", Role.AUDITOR)).get("/desk/phone").status_code == 403
