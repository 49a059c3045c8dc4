"""A person about whom the house knows as much as it can: what is left of him when he is forgotten is what the tests look for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers.models import Caller
from hotline.callers.numbers import read
from hotline.calls.models import Call, Far, Request, Speaker, Telephone, Utterance
from hotline.calls.recordings import actions as taking
from hotline.calls.recordings import companding
from hotline.calls.states import Direction
from hotline.calls.states import Status as CallStatus
from hotline.cases import actions as cases
from hotline.cases import drafts
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch.models import Dispatch
from hotline.disputes import actions as disputes
from hotline.disputes.life import About, Kind
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.outbox import actions as outbox
from hotline.papers import actions as papers
from hotline.papers.reading import Clean
from hotline.people.models import Person
from hotline.people.queries import the_citizen
from hotline.telephony import recording
from hotline.telephony.recording import Side
from hotline.today import today
from hotline.wishes import actions as wishes
from tests.stories.steps import the_house_reacts
from tests.town import Town


@dataclass(frozen=True)
class Someone:
    """One caller with one matter that is over."""

    caller: Caller
    case: Case
    traces: tuple[str, ...]
    """What must be found nowhere: name, number, address, words, recording."""


def someone(town: Town, recordings: Path, *, mark: str, number: str) -> Someone:
    """Let somebody ring, be helped, and be asked how it was; everything he says carries his mark."""
    op = town.operator_28
    caller = callers.take_down(number=read(number), name=f"name-{mark}", by=op)
    callers.describe(caller, by=op, wishes=f"wishes-{mark}", dialect=f"dia-{mark}")
    call = _call(caller, f"rec-{mark}", recordings, by=town)
    Utterance.objects.create(call=call, at=clock.now(), speaker=Speaker.FAR, text=f"said-{mark}")
    asked = cases.Asked(
        said=f"words-{mark}", asked=f"asked-{mark}", address=f"street-{mark}",
        service=town.services["水管维修"], area=town.places["虹桥"],
    )  # fmt: skip
    case = cases.take_in(asked, by=op, caller=caller, call=call)
    cases.note(case, by=op, note=f"note-{mark}")
    _papers(case, op, mark)
    wish = wishes.wish(case, by=the_citizen())
    wishes.fulfil(wish, by=op, note=f"wished-{mark}")
    callers.unmask(caller, by=op, why=f"unmask-{mark}")
    job = dispatch.offer(case, to=town.providers["家家乐"], by=op)
    the_house_reacts()
    outbox.post(to=f"to-{mark}", telephone="1", text=f"text-{mark}", about=job.about)
    _call(None, f"again-{mark}", recordings, by=town, about=job.about)
    dispatch.accept(job, by=op)
    dispatch.finish(job, by=op, answer=f"answer-{mark}", parts=f"parts-{mark}")
    the_house_reacts()
    followups.ask(
        case.followups.get(), by=op, answered=YesNo.YES, solved=YesNo.YES, attitude=Liking.VERY,
        outcome=Liking.VERY, speed=Liking.VERY, words=f"heard-{mark}",
    )  # fmt: skip
    the_house_reacts()
    _quarrel(job, town, mark)
    _left_behind(town, call, number, mark)
    traces = (mark, number, read(number).text)
    return Someone(caller, Case.objects.get(pk=case.pk), traces)


def _quarrel(job: Dispatch, town: Town, mark: str) -> None:
    """Have both sides said what they had to say about a price, and the adviser, until it was settled and paid."""
    op, leader = town.operator_28, town.leader
    one = disputes.open_dispute(job, by=op, about_what=About.PRICE, why=f"quarrel-{mark}")
    one = disputes.hear_citizen(one, by=op, words=f"citizen-{mark}")
    one = disputes.answer(one, by=op, words=f"provider-{mark}")
    one = disputes.advise(
        one, by=leader, adviser="郑顾问", office="律师", given_on=today(), opinion=f"advice-{mark}"
    )
    one = disputes.settle(one, by=leader, kind=Kind.REFUND, amount=Decimal(5), why=f"why-{mark}")
    disputes.pay(one, by=op, receipt=f"receipt-{mark}")


def _papers(case: Case, op: Person, mark: str) -> None:
    """Have a photo that is part of the case, and one that was withdrawn."""
    for name in ("photo", "wrong"):
        whole, preview = (f"{name}-{size}-{mark}".encode() for size in ("large", "small"))
        clean = Clean("image/jpeg", 1, whole, preview)
        paper = papers.add(case, clean=clean, by=op, title=f"{name}-{mark}")
    papers.withdraw(paper, by=op, why=f"torn-{mark}")


def _call(caller: Caller | None, name: str, recordings: Path, *, by: Town, about: str = "") -> Call:
    call = Call.objects.create(
        direction=Direction.IN if caller else Direction.OUT, status=CallStatus.ENDED,
        far=Far.CITIZEN if caller else Far.PROVIDER, caller=caller, subject=about,
        provider_number="" if caller else "13800000001", operator=by.operator_28,
        arrived_at=clock.now(), answered_at=clock.now(), ended_at=clock.now(), recording=name,
        note=f"noted-{name}",
    )  # fmt: skip
    _recorded(recordings, name)
    taking.take(call)
    if caller:  # and a switch that writes on: what lies open goes, too
        _recorded(recordings, name)
    return call


def _recorded(folder: Path, name: str) -> None:
    """Let a switch have recorded both sides; what was said is the name, so that it is found again in the sound."""
    folder.mkdir(exist_ok=True)
    sound = companding.decode(name.encode())
    for side in Side:
        recording.write(recording.file(folder, name, side), sound)


def _left_behind(town: Town, call: Call, number: str, mark: str) -> None:
    """Leave what passes by itself within days: a draft, a message to the switch, the sample town's telephone."""
    drafts.keep(f"call-{call.pk}", {"said": f"draft-{mark}"}, by=town.operator_28)
    now = clock.now()
    Request.objects.create(wants="speak", call=call, text=f"request-{mark}", made_at=now)
    Request.objects.create(wants="plug_in", address=f"tel:{number}", made_at=now)
    Telephone.objects.create(address=f"tel:{number}", heard=[f"tel-{mark}"], changed_at=now)
