"""What this person may do with a case now, as buttons: the open steps of the case, of its work and of its call-back.

The lives say which steps are open and to whom. This file decides only how they stand on the page, and which of the
case's own steps are left to the life that takes them: what a provider's work brings about is not pressed beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from hotline.cases.life import LIFE as CASE
from hotline.cases.models import Case
from hotline.dispatch import warranty
from hotline.dispatch.life import LIFE as DISPATCH
from hotline.dispatch.life import OPEN
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.life.asks import StepForm
from hotline.life.models import Living
from hotline.life.steps import Life, Step
from hotline.people.roles import Role

FAR = {"note", "do_again", "answer", "split", "declare", "call_off", "revoke"}
"""What is rare, though not hard to take back."""
GIVEN = {"hand_over", "join"}
"""Taken elsewhere: by offering, and beside the case that may be the same."""
WITH_WORK = {"answer", "take_back"}
"""While somebody is on it, finishing and cancelling the work bring these about."""
WITH_CALL_BACK = {"close", "do_again", "send_back"}
"""While the citizen is to be asked, the answer brings these about."""
AFTER_ASKING = {"confirm", "fault"}
"""The citizen's word settles the work."""

KEYS = "123456789"


@dataclass(frozen=True)
class Act:
    """A button, and the form of what it asks for."""

    step: Step
    address: str
    id: str
    key: str = ""
    form: StepForm | None = None

    @property
    def kind(self) -> str:
        """Return how the button is drawn."""
        return {"line": "line", "danger": "quiet"}.get(self.step.tone, "")

    @property
    def danger(self) -> bool:
        """Say whether it is hard to take back."""
        return self.step.tone == "danger"


@dataclass(frozen=True)
class Acts:
    """The buttons of one case: those at hand, and those behind "more"."""

    near: list[Act] = field(default_factory=list)
    more: list[Act] = field(default_factory=list)


def open_to(
    case: Case,
    person: Any,
    *,
    work: Iterable[Dispatch],
    calls: Iterable[FollowUp],
    given: bool = False,
) -> Acts:
    """Return what *person* may do with the case now; *given*: a department has it."""
    dispatches = list(work)
    left = GIVEN | _beside_the_point(case, person)
    if given or any(one.status in OPEN for one in dispatches):
        left |= WITH_WORK
    if any(one.status == FollowUpStatus.DUE for one in calls):
        left |= WITH_CALL_BACK
    found: list[tuple[Living, Life, str, Step]] = []
    several = sum(one.status in OPEN for one in dispatches) > 1
    for one in dispatches:
        if one.status in OPEN or one.status == DispatchStatus.DONE:
            theirs = _steps(one, DISPATCH, "dispatches", person, AFTER_ASKING)
            found += map(_whose, theirs) if several else theirs
    found += _steps(case, CASE, "cases", person, left)
    return _placed(found)


def _beside_the_point(case: Case, person: Any) -> set[str]:
    """Return what the life allows and this case has no use for: it is no trouble of many, no secret, somebody comes."""
    declared, consented = case.declared_at is not None, case.consented_at is not None
    left = {"declare", "answer_at_once"} if declared else {"call_off", "answer_all"}
    if not case.secret or consented:
        left.add("consent")
    if not consented:
        left.add("revoke")
    mine = case.taken_by_id == person.pk or bool(person.role & Role.LEADER)
    if case.ran_out_at is None or not mine:
        left.add("acknowledge")
    return left


def _steps(
    thing: Living, life: Life, room: str, person: Any, left: set[str]
) -> Iterator[tuple[Living, Life, str, Step]]:
    for step in life.open_to(thing, person):
        if step.name not in left:
            yield thing, life, room, step


def _whose(act: tuple[Living, Life, str, Step]) -> tuple[Living, Life, str, Step]:
    """Let a button say which provider it is about, where several are asked at once."""
    thing, life, room, step = act
    label = _("%(who)s：%(step)s") % {"who": thing.provider.short_name, "step": step.label}  # type: ignore[attr-defined]
    return thing, life, room, replace(step, label=label)


def _placed(found: Iterable[tuple[Living, Life, str, Step]]) -> Acts:
    """Give each act its key, and put what is hard to take back, and what is rare, behind "more"."""
    acts, keys = Acts(), iter(KEYS)
    warm = False
    for thing, _life, room, step in found:
        id_ = f"{thing.KIND}-{thing.pk}-{step.name}"
        far = step.tone == "danger" or step.name in FAR
        key = step.key if "+" not in step.key else ""
        asks = warranty.asks(step, thing) if isinstance(thing, Dispatch) else step.asks
        act = Act(
            step=step,
            address=f"/{room}/{thing.pk}/{step.name}",
            id=id_,
            key=key or ("" if far else next(keys, "")),
            form=StepForm(asks, auto_id=f"{id_}-%s") if asks else None,
        )
        if act.kind == "line" and warm:
            act = Act(step=_cool(step), address=act.address, id=id_, key=act.key, form=act.form)
        warm = warm or act.kind == "line"
        (acts.more if far else acts.near).append(act)
    return acts


def _cool(step: Step) -> Step:
    """Return the step without its warmth: one persimmon act a screen."""
    return replace(step, tone="")
