"""Somebody's own case, another's and a secret one, with all that hangs on each; and who may know of which.

`SEEN` is the declared rule, one line for each kind of thing that an address names: it is written down here by hand, so that
a `seen_by` that grows wider or narrower by mistake is noticed. An address that is narrower than its kind stands in `NARROWER`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from allauth.mfa.models import Authenticator
from PIL import Image

from hotline import clock
from hotline.calls import actions as calls
from hotline.calls.models import Call, Seat
from hotline.calls.states import Direction
from hotline.calls.states import Status as CallStatus
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.exchanges import actions as exchanges
from hotline.exchanges.models import Exchange
from hotline.lines.models import Line
from hotline.papers import actions as papers
from hotline.papers.models import Paper
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import STAFF, Role
from hotline.privacy import actions as privacy
from hotline.privacy.models import Erasure
from hotline.restraints import actions as restraining
from hotline.restraints import queries as restraints
from hotline.restraints.models import Restraint
from hotline.rules import actions as rules
from hotline.rules.models import Rule
from hotline.wishes import actions as wishes
from tests import money
from tests.house import (
    circulating,
    limiting,
    overseeing,
    providing,
    remits,
    replying,
    scoring,
    sending,
    telling,
    working,
)
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

OWN, OTHER, SECRET = WHICH = ("own", "other", "secret")
CALLERS = {OWN: "欧阳慧敏", OTHER: "司徒文静", SECRET: "上官若兰"}
NUMBERS = {OWN: "13800001111", OTHER: "13800002222", SECRET: "13800003333"}
WORDS = {OWN: "厨房水管漏水甲", OTHER: "厨房水管漏水乙", SECRET: "厨房水管漏水丙"}

NOBODY = Role(0)
WORKERS = Role.PROVIDER | Role.DEPARTMENT
READS = Role.REVIEWER | Role.LEADER | Role.ADMIN


@dataclass(frozen=True)
class Seen:
    """Who knows of a thing by its address: of his own, of another's, of a secret one."""

    own: Role
    other: Role
    secret: Role
    why: str = ""

    def by(self, which: str) -> Role:
        """Return the roles that know of the own, the other's, the secret one."""
        role: Role = getattr(self, which)
        return role


SEEN = {
    # The line's own people know of every case: whoever picks up the telephone must be able to say how it stands. A secret
    # case hides from the handler who asked, not that it is there: he could not do the work.
    "case": Seen(STAFF | Role.PROVIDER, STAFF, STAFF | Role.PROVIDER),
    "dispatch": Seen(STAFF | Role.PROVIDER, STAFF, STAFF | Role.PROVIDER),
    # A worker knows of his own provider; of the one that the third case might go to, nobody outside.
    # A unit's people know of what was given to it, be the case secret: what hides is who asked and where, not what.
    "assignment": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF | Role.DEPARTMENT),
    "plea": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF | Role.DEPARTMENT),
    "provider": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    # When a provider is away is its own matter and the line's.
    "absence": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "member": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    # What the line told a provider, and what a provider asks to have written down, is between the two of them.
    "bulletin": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "filing": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "credential": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    # The picture of an identity card is for whoever reads papers, not for all who see that there is one.
    "scan": Seen(READS, READS, READS),
    # What a provider asks and leaves with the line is its own business and the line's.
    "price": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "draw": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "voucher": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    # The provider answers for its work, be the case secret: what it reads tells nothing of who asked.
    "dispute": Seen(STAFF | Role.PROVIDER, STAFF, STAFF | Role.PROVIDER),
    "followup": Seen(STAFF, STAFF, STAFF),
    # What somebody saw at a provider's is the line's own note; where its people learn, and what was published of it, it may know.
    "visit": Seen(STAFF, STAFF, STAFF),
    "task": Seen(STAFF, STAFF, STAFF),
    "course": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "place": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "appraisal": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "call": Seen(STAFF, STAFF, STAFF),
    "caller": Seen(STAFF, STAFF, STAFF),
    "person": Seen(STAFF, STAFF, STAFF),
    # Whoever sees a case sees its papers, but of a secret one nobody outside before its caller consents: a photo shows where.
    "paper": Seen(STAFF | Role.PROVIDER, STAFF, STAFF),
    "wish": Seen(STAFF, STAFF, STAFF),
    "restraint": Seen(STAFF, STAFF, STAFF),
    "rule": Seen(STAFF, STAFF, STAFF),
    # What went out to whom is the line's own people's; what opens by a link in it is hidden from them, too.
    "message": Seen(STAFF, STAFF, STAFF),
    "webhook": Seen(STAFF, STAFF, STAFF),
    # How long units have, and which days count, is no secret; the guards of their pages let the line's own people in.
    "time_limit": Seen(STAFF, STAFF, STAFF),
    "holiday": Seen(STAFF, STAFF, STAFF),
    "storm": Seen(STAFF, STAFF, STAFF),
    "exchange": Seen(STAFF, STAFF, STAFF),
    # Who speaks for a unit knows of it and what it answers for; the line's own people of all.
    "unit": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    "remit": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    "contest": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    # The floor and the shifts are the line's own people's; the guard says which of its pages are the leader's.
    "seat": Seen(STAFF, STAFF, STAFF),
    "line": Seen(STAFF, STAFF, STAFF),
    "duty": Seen(STAFF, STAFF, STAFF),
    "notice": Seen(STAFF, STAFF, STAFF),
    "handover": Seen(STAFF, STAFF, STAFF),
    "erasure": Seen(
        Role.AUDITOR | Role.ADMIN, Role.AUDITOR | Role.ADMIN, Role.AUDITOR | Role.ADMIN
    ),
    # A worker knows what his provider is asked and shown; who complained, and in what words, he is never told.
    "complaint": Seen(STAFF | Role.PROVIDER, STAFF, STAFF | Role.PROVIDER),
    "card": Seen(STAFF | Role.PROVIDER, STAFF, STAFF | Role.PROVIDER),
    "rectification": Seen(STAFF | Role.PROVIDER, STAFF, STAFF | Role.PROVIDER),
    # What a unit begins its replies from is its own, and the line's.
    "template": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    # A month is read by units once it is sent out to them; a draft is the line's own. Each reads its own of it.
    "month": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    "standing": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    # A circular goes to every unit once it is published; the third one was never sent.
    "circular": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    "objection": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    "exclusion": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    # A unit reads the minutes of what it was invited to, what it was given there, what was found of it, and what it is cited for.
    "meeting": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    "resolution": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    "inspection": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    "citation": Seen(STAFF | Role.DEPARTMENT, STAFF, STAFF),
    # What one signs in with is one's own; operator 28's, here.
    "authenticator": Seen(Role.OPERATOR, NOBODY, NOBODY),
}
"""Kind → who may know of one. A provider's own case is one that his provider has or had."""

NARROWER: dict[str, Seen] = {
    "circulars/<int:pk>/behind": Seen(
        STAFF, STAFF, STAFF, why="a unit opens its own unit's figures, not those of the line"
    ),
    "inbox/assignments/<int:pk>/send_back": Seen(
        NOBODY,
        NOBODY,
        NOBODY,
        why="a unit sends back what those who help it have replied, not its own",
    ),
}
"""Addresses at which fewer know of a thing than of its kind, each with its reason."""

HIDDEN = WORKERS | Role.CITIZEN
"""Those who are never told who asked, whatever they may know of a case."""

Make = Callable[["Things", str], Any]


@dataclass
class Things:
    """The cast, and one case for each of own, other's and secret."""

    town: Town
    cases: dict[str, Case]
    dispatches: dict[str, Any]

    def pk(self, kind: str, which: str) -> int | None:
        """Return the key of a thing; None when nobody has said how there is one."""
        make = MAKE.get(kind)
        return None if make is None else make(self, which).pk

    def somebody(self) -> Iterator[tuple[str, Role, Person | None]]:
        """Yield everybody who might ask: nobody, each role, and a provider who has none of the three cases."""
        yield "nobody", NOBODY, None
        for username in (
            "op28",
            "leader",
            "reviewer",
            "callback",
            "auditor",
            "admin",
            "clerk",
            "lin",
        ):
            person = self.town.people[username]
            yield username, person.role, person
        yield "provider of another case", NOBODY, self.town.people["zheng"]
        yield "citizen", NOBODY, self.town.people["citizen"]


def build(town: Town) -> Things:
    """Give the provider 家家乐 its own case and a secret one, and another provider the third."""
    from hotline.people import queries as people

    town.people["citizen"] = people.the_citizen()
    given, taken = {}, {OWN: "op28", OTHER: "op21", SECRET: "op21"}
    offered = {}
    for which in WHICH:
        by = town.people[taken[which]]
        caller = town.caller(CALLERS[which], NUMBERS[which])
        asked = cases.Asked(
            said=WORDS[which], service=town.services["水管维修"], area=town.places["虹桥"],
            secret=which == SECRET,
        )  # fmt: skip
        given[which] = cases.take_in(asked, by=by, caller=caller)
        to = town.providers["老潘水电" if which == OTHER else "家家乐"]
        offered[which] = dispatch.offer(given[which], to=to, by=by)
        dispatch.accept(offered[which], by=town.people["pan" if which == OTHER else "lin"])
    return Things(town, given, offered)


def _followup(things: Things, which: str) -> Any:
    case, job = as_it_is(things.cases[which]), as_it_is(things.dispatches[which])
    if not case.followups.exists():
        worker = things.town.people["pan" if which == OTHER else "lin"]
        dispatch.finish(job, by=worker, answer="修好了")
        the_house_reacts()
    return case.followups.get()


def _call(things: Things, which: str) -> Call:
    return Call.objects.create(
        direction=Direction.IN, status=CallStatus.ENDED, line_number="81890",
        caller=things.cases[which].caller, operator=things.town.operator_28, arrived_at=clock.now(),
        ended_at=clock.now(),
    )  # fmt: skip


def _paper(things: Things, which: str) -> Paper:
    case = as_it_is(things.cases[which])
    if not case.papers.exists():
        photo = BytesIO()
        Image.new("RGB", (40, 30), "teal").save(photo, "PNG")
        papers.receive(
            case, files=[(photo.getvalue(), "a.png")], by=things.town.operator_28, key=case.about
        )
    found: Paper = case.papers.get()
    return found


def _exchange(things: Things, which: str) -> Exchange:
    content = "编码,层级,名称\nzz,社区,新社区\n".encode()
    return exchanges.upload(
        "areas", name=f"{which}.csv", content=content, lines=1,
        start_on=clock.now().date(), by=things.town.leader,
    )  # fmt: skip


def _rule(things: Things, which: str) -> Rule:
    """Return a number that is to hold from tomorrow."""
    on = clock.now() + timedelta(days=1 + WHICH.index(which))
    known = Rule.objects.filter(name="ring_s", valid_from__gt=clock.now()).order_by("valid_from")
    if len(known) <= WHICH.index(which):
        return rules.set_rule(
            "ring_s", value=20 + WHICH.index(which), by=things.town.leader, why="试", valid_from=on
        )
    return known[WHICH.index(which)]


def _factor(things: Things, which: str) -> Authenticator:
    whose = things.town.people["op28" if which == OWN else "op21"]
    made, _new = Authenticator.objects.get_or_create(
        user=whose, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )
    return made


def _erasure(things: Things, which: str) -> Erasure:
    caller = things.cases[which].caller
    assert caller
    asked = Erasure.objects.filter(caller=caller).first()
    return asked or privacy.ask(caller, by=_somebody_else(things.town), why="本人要求")


def _somebody_else(town: Town) -> Person:
    """Return who wrote a request down, so that whoever tries the addresses may grant it."""
    known = Person.objects.filter(username="witness").first()
    return known or people.engage(
        "witness", name="郑审计", role=Role.AUDITOR, by=town.people["admin"]
    )


def _seat(things: Things, which: str) -> Seat:
    whose = things.town.people["op28" if which == OWN else "op21"]
    found = Seat.objects.filter(operator=whose).first()
    return found or calls.sign_in(whose)


def _line(things: Things, which: str) -> Line:
    made, _new = Line.objects.get_or_create(code=which, defaults={"name": which})
    return made


def _restraint(things: Things, which: str) -> Restraint:
    call = _call(things, which)
    known = restraints.of_caller(call.caller_id)
    if known:
        return known
    Call.objects.filter(pk=call.pk).update(answered_at=clock.now())
    call.refresh_from_db()
    return restraining.note(call, by=things.town.operator_28, why="反复无事拨打")


MAKE: dict[str, Make] = {
    "unit": lambda things, which: things.town.units[scoring.UNITS[which]],
    "remit": remits.remit_of,
    "contest": remits.contest_of,
    "price": money.price,
    "voucher": money.voucher,
    "draw": money.draw,
    "dispute": money.dispute,
    "provider": lambda things, which: things.town.providers[providing.PROVIDERS[which]],
    "member": providing.member_of,
    "absence": providing.absence_of,
    "restraint": _restraint,
    "bulletin": providing.bulletin_of,
    "filing": providing.filing_of,
    "message": telling.message_of,
    "webhook": telling.webhook_of,
    "credential": providing.credential_of,
    "scan": providing.scan_of,
    "visit": providing.visit_of,
    "task": providing.task_of,
    "course": lambda things, which: providing.place_of(things, which).course,
    "place": providing.place_of,
    "appraisal": providing.appraisal_of,
    "month": scoring.month_of,
    "standing": scoring.standing_of,
    "circular": circulating.circular_of,
    "objection": scoring.objection_of,
    "exclusion": scoring.exclusion_of,
    "complaint": providing.complaint_of,
    "card": providing.card_of,
    "rectification": providing.rectification_of,
    "template": replying.template_of,
    **overseeing.MAKE,
    "seat": _seat,
    "line": _line,
    "duty": working.duty_of,
    "notice": working.notice_of,
    "handover": working.handover_of,
    "paper": _paper,
    "wish": lambda things, which: (
        things.cases[which].wishes.first()
        or wishes.wish(as_it_is(things.cases[which]), by=things.town.operator_28)
    ),
    "rule": _rule,
    "time_limit": limiting.limit,
    "holiday": limiting.holiday,
    "storm": limiting.storm,
    "exchange": _exchange,
    "erasure": _erasure,
    "authenticator": _factor,
    "assignment": sending.assignment_of,
    "plea": sending.plea_of,
    "case": lambda things, which: things.cases[which],
    "dispatch": lambda things, which: things.dispatches[which],
    "caller": lambda things, which: things.cases[which].caller,
    "person": lambda things, which: things.town.people["op28" if which == OWN else "op21"],
    "followup": _followup,
    "call": _call,
}
"""Kind → how there is one that belongs to the own, the other's, the secret case."""
