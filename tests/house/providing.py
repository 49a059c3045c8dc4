"""What hangs on a provider, for the own case, another's and a secret one: what was seen, taught, complained of, told and filed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hotline import clock
from hotline.absences import actions as absences
from hotline.absences.models import Absence
from hotline.bulletins import actions as bulletins
from hotline.bulletins.models import Bulletin
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Fault
from hotline.discipline.life import RECTIFICATION
from hotline.discipline.models import Card, Cause, Complaint, Rectification
from hotline.filings import actions as filings
from hotline.filings.models import Filing
from hotline.league import actions as league
from hotline.league.models import Appraisal
from hotline.providers.credentials import actions as credentials
from hotline.providers.models import Credential, Face, Member, PaperKind
from hotline.providers.workers import actions as workers
from hotline.scans import actions as scans
from hotline.scans.models import Scan
from hotline.today import today
from hotline.training import actions as training
from hotline.training.models import Place
from hotline.visits import actions as visits
from hotline.visits.models import Task, Visit

if TYPE_CHECKING:
    from tests.house.walk import Walk

PROVIDERS = {"own": "家家乐", "other": "老潘水电", "secret": "明光电工"}
"""Whose each is."""
WORKERS_OF = {"own": "lin", "other": "pan", "secret": "zheng"}


def member_of(things: Any, which: str) -> Member:
    member: Member = things.town.providers[PROVIDERS[which]].members.get()
    if not Face.objects.filter(member=member).exists():
        workers.show_face(member, by=things.town.leader, jpeg=b"x")
    return member


def absence_of(things: Any, which: str) -> Absence:
    provider, now = things.town.providers[PROVIDERS[which]], clock.now()
    known = provider.absences.filter(status="stands").first()
    return known or absences.enter(
        provider, from_at=now + timedelta(days=1), until_at=now + timedelta(days=2), why="进货",
        by=things.town.operator_28,
    )  # fmt: skip


def visit_of(things: Any, which: str) -> Visit:
    firm, leader = things.town.providers[PROVIDERS[which]], things.town.leader
    known = firm.visits.first()
    return known or visits.plan(firm, by=leader, visitor=leader, plan_on=today())


def task_of(things: Any, which: str) -> Task:
    visit, leader = visit_of(things, which), things.town.leader
    if not visit.tasks.exists():
        visits.report(visit, by=leader, visited_on=today(), heard="听到", seen="看到")
        visits.set_task(visit, by=leader, what="跟进", owner=leader, due_on=today())
    found: Task = visit.tasks.get()
    return found


def place_of(things: Any, which: str) -> Place:
    firm, leader = things.town.providers[PROVIDERS[which]], things.town.leader
    member = firm.members.get()
    known = Place.objects.filter(member=member).first()
    if known is not None:
        return known
    course = training.announce(f"课 {which}", by=leader, held_on=today(), tutor="徐老师")
    return training.enrol(course, by=leader, members=[member])[0]


def appraisal_of(things: Any, which: str) -> Appraisal:
    firm, leader = things.town.providers[PROVIDERS[which]], things.town.leader
    known: Appraisal | None = firm.appraisals.first()
    if known is not None:
        return known
    town = things.town
    found = league.draft(firm, by=leader, year=today().year - 1)
    league.add_words(found, by=leader, words="评语")
    league.agree(found, by=town.people["admin"])
    return league.publish(found, by=leader)


def complaint_of(things: Any, which: str) -> Complaint:
    """Return one that was lodged in the citizen's words, and that the provider was asked about."""
    job, by = things.dispatches[which], things.town.operator_28
    known = Complaint.objects.filter(dispatch=job).exclude(cause=Cause.STAFF).first()
    if known:
        return known
    lodged = discipline.lodge(
        job.provider, by=by, cause=Cause.CITIZEN, words=things.cases[which].said, dispatch=job
    )
    return discipline.take_up(lodged, by=by, question="请说明")


def card_of(things: Any, which: str) -> Card:
    """Return one for a fault of which the complaint above is not the cause."""
    job, by = things.dispatches[which], things.town.operator_28
    known = Card.objects.filter(complaint__dispatch=job).first()
    if known:
        return known
    lodged = discipline.lodge(
        job.provider, by=by, cause=Cause.STAFF, words=things.cases[which].said, dispatch=job
    )
    discipline.take_up(lodged, by=by, question="请说明")
    discipline.hear_citizen(lodged, by=by, words=things.cases[which].said)
    discipline.answer(lodged, by=by, words="认错")
    discipline.find_true(lodged, by=things.town.leader, fault=Fault.MANNER, why="查实")
    return Card.objects.get(complaint=lodged)


def rectification_of(things: Any, which: str) -> Rectification:
    card = card_of(things, which)
    known = Rectification.objects.filter(card=card).first()
    owed = Rectification(card=card, due_at=clock.now() + timedelta(days=3))
    return known or RECTIFICATION.begin(owed, act="owe", by=things.town.leader, card=card)


def bulletin_of(things: Any, which: str) -> Bulletin:
    provider = things.town.providers[PROVIDERS[which]]
    known = Bulletin.objects.filter(provider=provider).first()
    until = (clock.now() + timedelta(days=3)).date()
    return known or bulletins.post(
        "停工", words="高空作业停", until_on=until, provider=provider, by=things.town.leader
    )


def filing_of(things: Any, which: str) -> Filing:
    provider, by = things.town.providers[PROVIDERS[which]], things.town.people[WORKERS_OF[which]]
    known = Filing.objects.filter(provider=provider).first()
    until = today() + timedelta(days=300)
    return known or filings.renew(
        credential_of(things, which), by=by, photo=b"jpeg", number="新", until_on=until
    )


def credential_of(things: Any, which: str) -> Credential:
    provider = things.town.providers[PROVIDERS[which]]
    known = Credential.objects.newest().filter(provider=provider, kind=PaperKind.INSURANCE).first()
    return known or credentials.add_paper(
        provider, by=things.town.leader, kind=PaperKind.INSURANCE, number="旧",
        until_on=today() + timedelta(days=20),
    )  # fmt: skip


def scan_of(things: Any, which: str) -> Scan:
    paper = credential_of(things, which)
    known = Scan.objects.filter(paper=paper).first()
    return known or scans.keep(paper, by=things.town.leader, jpeg=b"jpeg")


def watch(walk: Walk) -> None:
    """Somebody plans a visit, announces a course, drafts an appraisal; a task follows a visit that was made."""
    leader, firm = walk.town.leader, walk.dice.choice(list(walk.town.providers.values()))
    day = today()
    walk.attempt(
        f"{firm.about} plan",
        lambda: visits.plan(firm, by=leader, visitor=leader, plan_on=day),
    )
    visit = Visit.objects.order_by("-pk").first()
    if visit is not None:
        walk.attempt(
            f"{visit.about} report",
            lambda: visits.report(visit, by=leader, visited_on=day, heard="话", seen="话"),
        )
        walk.attempt(
            f"{visit.about} set_task",
            lambda: visits.set_task(visit, by=leader, what="办", owner=leader, due_on=day),
        )
    course = training.announce("课", by=leader, held_on=day, tutor="徐")
    walk.attempt(
        f"{course.about} enrol",
        lambda: training.enrol(course, by=leader, members=firm.members.all()),
    )
    walk.attempt(f"{firm.about} draft", lambda: league.draft(firm, by=leader, year=day.year - 1))
