"""The sample town as it is loaded: whole, once, alive today."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db.models import Count
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline import clock
from hotline.areas.models import Area
from hotline.assessment.models import Exclusion, Month
from hotline.assignments.life import Asked, Part, PleaStatus, Status
from hotline.assignments.models import Assignment, Plea
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.circulars.models import Circular
from hotline.deadlines.models import Deadline
from hotline.demo import records, told, town
from hotline.discipline.models import Card, Complaint
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.followups.models import FollowUp
from hotline.journal import verify
from hotline.journal.models import Entry, Reaction
from hotline.life.errors import NotSo
from hotline.lines import queries as lines
from hotline.lines.welcome import Welcome, decide
from hotline.outbox.models import Message, Webhook
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.people.roles import Role
from hotline.providers.credentials import queries as admission
from hotline.providers.life import COMING, WITHIN
from hotline.providers.life import Status as Standing
from hotline.providers.models import Provider
from hotline.replies.models import Template


def test_the_town_is_loaded_whole_and_once(committed: str) -> None:
    first = town.load()
    assert first.fresh
    _its_ground_and_people_are_there()
    _its_lines_are_served()
    _its_past_is_told()
    _it_is_alive()
    _its_units_are_at_work()
    _its_record_is_whole()
    _its_pages_open()
    entries = Entry.objects.count()
    again = town.load()
    assert not again.fresh
    assert Entry.objects.count() == entries
    assert (again.cases, again.people, again.providers) == (first.cases, first.people, 24 + 3)


def _its_ground_and_people_are_there() -> None:
    today = timezone.localdate()
    assert Area.objects.served_on(today).count() == Area.objects.count() == len(records.areas())
    assert Service.objects.offered_on(today).count() == len(records.services()) == 129
    assert Service.objects.offered_on(date(2012, 9, 26)).count() == 25
    assert Provider.objects.filter(status=Standing.SIGNED).count() == 20
    assert (
        Provider.objects.filter(status__in=COMING).count()
        == len(list(records.rows("applicants")))
        == 3
    )
    for provider in Provider.objects.filter(status__in=WITHIN):
        assert not admission.lacking(provider, today=today), provider
        assert all(one.until_on is None or one.until_on > today for one in provider.offers.all())
        answering = provider.members.filter(answers_offers=True)
        assert [bool(one.person.role & Role.PROVIDER) for one in answering] == [True], provider
    doors = {door.username: door for door in town.who_can_sign_in()}
    assert doors["operator28"].home == "/desk/"
    assert doors["jiajiale"].home == "/jobs/"
    assert set(doors) == {row["username"] for row in records.rows("people")}
    assert not any(one.has_usable_password() for one in Person.objects.all())


def _its_lines_are_served() -> None:
    lines.forget()
    main, special = lines.of_number("81890"), lines.of_number("81896")
    assert main is not None
    assert special is not None
    assert (main.special, special.special, special.overflow) == (False, True, main)
    assert lines.of_number("anything else") == main
    night = timezone.localtime().replace(hour=3)
    assert decide(night, lines.terms_of(main), waiting=0) is Welcome.TAKEN
    assert decide(night, lines.terms_of(special), waiting=0) is Welcome.CLOSED
    can = lines.skills()
    named = {line for serves, _speaks in can.values() for line in serves}
    assert named == {line.pk for line in lines.every()}
    first = Person.objects.get(username="operator28")  # as whom the town is tried first
    assert {main.pk, special.pk} <= set(can[first.pk][0])
    assert special.dialect in can[first.pk][1]


def _its_past_is_told() -> None:
    first = Case.objects.order_by("taken_at")[0]
    assert (first.day, first.taken_by.number) == ("20120926", "28")
    assert first.closed_at is not None
    assert first.closed_at - first.taken_at < timedelta(hours=3)
    old = Case.objects.filter(taken_at__year__lt=2014)
    assert old.count() == len(records.matters())
    assert not old.alive().exists()
    recent = Case.objects.filter(taken_at__gte=clock.now() - timedelta(days=11))
    between = Case.objects.exclude(pk__in=old).exclude(pk__in=recent)
    assert not between.filter(assignments=None).exists()
    assert set(recent.values_list("status", flat=True)) >= {
        CaseStatus.OPEN, CaseStatus.IN_HAND, CaseStatus.ANSWERED, CaseStatus.CLOSED,
        CaseStatus.DECLINED, CaseStatus.WITHDRAWN, CaseStatus.PASSED, CaseStatus.VOID,
    }  # fmt: skip
    assert recent.filter(times_reopened=1).exists()
    assert Case.objects.unmet().filter(pk__in=recent).exists()
    serials = list(Case.objects.order_by("taken_at", "pk").values_list("serial", flat=True))
    assert serials == sorted(serials)


def _it_is_alive() -> None:
    alive = Case.objects.alive()
    assert alive.count() >= 30
    at_work = set(Dispatch.objects.open().values_list("status", flat=True))
    assert at_work >= {DispatchStatus.ACCEPTED, DispatchStatus.CONTACTED, DispatchStatus.ARRIVED}
    assert alive.filter(due_at__lt=clock.now()).exists()
    for case in alive.filter(due_at=None):
        arrived = case.dispatches.filter(status=DispatchStatus.ARRIVED)
        asked = Plea.objects.waiting().filter(assignment__case=case, kind=Asked.RETURN)
        replied = case.assignments.leads().filter(status=Status.REPLIED)
        assert arrived.exists() or asked.exists() or replied.exists(), case
    twice = Dispatch.objects.open().values("case").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()
    for case in alive.filter(status=CaseStatus.ANSWERED):
        assert case.followups.filter(status="due").count() == 1, case


HOUSE_ACCOUNTS = 2
"""The clock and the citizen, laid down with the tables."""


def _its_units_are_at_work() -> None:
    found = set(Assignment.objects.values_list("status", flat=True))
    assert found == set(Status)
    assert {part for (part,) in Assignment.objects.open().values_list("part")} == set(Part)
    pleas = set(Plea.objects.values_list("kind", "status"))
    assert {kind for kind, status in pleas if status == PleaStatus.ASKED} == set(Asked)
    assert {status for _kind, status in pleas} == set(PleaStatus) - {PleaStatus.WITHDRAWN}
    assert Assignment.objects.at_work().filter(reply_by_at__lt=clock.now()).exists()
    assert Assignment.objects.at_work().filter(stands_since_at__isnull=False).exists()
    assert Assignment.objects.open().filter(supervised__gt=0).exists()
    this_month, *before = Month.objects.order_by("-first_on")
    assert this_month.status == "running"
    assert [one.status for one in before] == ["draft", "published", "published"]
    for month in before[1:]:
        assert month.standings.filter(rank=1).exists(), month
    told = set(Circular.objects.values_list("span", "status"))
    assert told == {("week", "published"), ("day", "draft")}, "at whatever hour it is loaded"
    assert Exclusion.objects.filter(status="approved").exists()
    assert Template.objects.exists()
    assert Webhook.objects.exists()


def _its_record_is_whole() -> None:
    assert verify.run() == []
    assert not Reaction.objects.filter(closed_at=None).exists()
    assert not Reaction.objects.exclude(trouble="").exists()
    assert not Deadline.objects.exclude(trouble="").exists()
    running = Deadline.objects.filter(closed_at=None)
    alive = set(Case.objects.alive().values_list("pk", flat=True))
    owned = {
        "case": {one.pk: one.pk for one in Case.objects.all()},
        "assignment": dict(Assignment.objects.values_list("pk", "case")),
        "dispatch": dict(Dispatch.objects.values_list("pk", "case")),
        "followup": dict(FollowUp.objects.values_list("pk", "case")),
    }
    for_cases = running.filter(kind__in=owned)
    assert {owned[one.kind][one.subject] for one in for_cases} <= alive
    of_providers = {"bulletin", "card", "complaint", "credential", "rectification"}
    assert {one.kind for one in running} <= {
        *owned,
        *of_providers,
        "month",
        "inspection",
        "resolution",
    }
    late = timedelta(days=5)
    assert not Complaint.objects.open().filter(opened_at__lt=clock.now() - late).exists()
    assert Card.objects.exists()
    assert Message.objects.exists()
    assert not Message.objects.exclude(sent_at=None).exists()  # nothing leaves the sample town
    assert not ProcrastinateJob.objects.filter(task_name="outbox.deliver").exists()
    at = list(Entry.objects.exclude(kind="rule").order_by("pk").values_list("at", flat=True))
    built = at[HOUSE_ACCOUNTS:]  # those were there before
    assert built == sorted(built)


def _its_pages_open() -> None:
    browser = Client()
    front = browser.get("/demo/").content.decode()
    assert all(f'value="{door.username}"' in front for door in town.who_can_sign_in())
    latest = Message.objects.order_by("-posted_at", "-pk")[0]
    shown = browser.get("/demo/outbox").content.decode()
    assert shown.index(f'id="message-{latest.pk}"') == shown.index('id="message-')
    for way, leads_to in (
        ("/jobs/t/", "job"),
        ("/track/l/", "citizen"),
        ("/notices/t/", "notice"),
    ):  # to workers, to citizens
        link = re.findall(rf'href="({way}[^"]+)"', shown)[0]
        opened = browser.get(link, follow=True)
        assert opened.status_code == 200
        assert leads_to in opened.content.decode()
    assert "号码加密存放" in shown  # nobody's number is opened for a page
    assert not Entry.objects.filter(act="dial", by=the_clock()).exists()
    alone = browser.get("/demo/outbox", headers={"X-Requested-With": "live-region"})
    assert b"<html" not in alone.content


def test_a_database_with_something_else_in_it_is_left_alone(db: None) -> None:
    people.engage("somebody", name="Somebody", role=Role.OPERATOR, by=None)
    with pytest.raises(NotSo):
        town.load()
    assert not Area.objects.exists()


def test_what_was_said_lately_is_told_from_now() -> None:
    now = clock.now()
    matters = list(told.everything(now=now))
    assert all(one.at <= now for one in matters)
    assert len({(one.at, one.caller, one.said) for one in matters}) == len(matters)
    assert matters == list(told.everything(now=now))
    callers = {row["code"] for row in records.rows("callers")}
    assert {one.caller for one in matters} <= callers
    offered = {one.code for one in records.services()}
    assert {one.service for one in matters if one.service} <= offered
