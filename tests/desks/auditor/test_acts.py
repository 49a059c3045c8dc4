"""Every act that the house can write has its word and its group on the auditor's page; and a thing's story has all of it."""

from __future__ import annotations

from functools import cache

import pytest
from django.test import Client

from hotline import clock
from hotline.calls import actions as calls
from hotline.calls.models import Call, Far
from hotline.calls.recordings import actions as recordings
from hotline.calls.states import Direction
from hotline.calls.states import Status as CallStatus
from hotline.cases.models import Case
from hotline.desks.auditor import groups, subjects, wording
from hotline.desks.auditor.acts import ACTS
from hotline.dispatch import actions as dispatch
from hotline.journal.models import Entry
from hotline.papers import actions as papers
from hotline.papers.reading import Clean
from hotline.people.queries import the_citizen
from hotline.portal import actions as portal
from hotline.privacy import actions as privacy
from hotline.wishes import actions as wishes
from tests.calls.recordings.tapes import recorded
from tests.desks.auditor.acted import Act, Untold, acts, steps
from tests.desks.auditor.test_audit import auditor, shown
from tests.desks.papers import a_case
from tests.house.source import house, sample
from tests.town import Town

__all__ = ["auditor"]


@cache
def whatever_is_written() -> frozenset[Act]:
    return frozenset(steps().union(*map(acts, house())))


def test_every_act_has_a_word() -> None:
    unsaid = {one for one in whatever_is_written() if wording.act(*one) == one[1]}
    assert not unsaid, "say in hotline/desks/auditor/acts.py what these are"


def test_no_act_has_a_word_that_is_never_written() -> None:
    assert not set(ACTS) - whatever_is_written()


def test_every_kind_of_thing_has_a_word() -> None:
    assert [kind for kind in subjects.models() if subjects.word(kind).isascii()] == []
    assert {kind for kind, _name in whatever_is_written()} <= set(subjects.models())


def test_each_act_is_in_one_group_and_no_group_asks_for_what_is_never_done() -> None:
    written = {name for _kind, name in whatever_is_written()}
    named = [one for group in groups.GROUPS.values() for one in group.acts]
    assert len(named) == len(set(named))
    assert {*named, *groups.OURS} <= written
    assert {"unmask", "see", "listen", "look_up"} == set(groups.SEEN)


HEAD = """
from django.db import transaction
from hotline.cases.models import Case
from hotline.journal import log as journal
from hotline.wishes.life import LIFE
from hotline.wishes.models import Wish
"""
FOUND = {
    "spelt": ("def f(case: Case, by):\n    journal.write(act='a', about=case, by=by)", {"a"}),
    "begun": ("def f(wish: Wish, by):\n    LIFE.begin(wish, act='a', by=by)", {"a"}),
    "handed on": (
        "def f(c: Case):\n    _w(c, 'a')\ndef g(c: Case):\n    _w(c, act='b')\n"
        "def _w(c: Case, act: str):\n    journal.write(act=act, about=c)",
        {"a", "b"},
    ),
    "one of two": (
        "def f(c: Case):\n    act, n = ('a', 1) if c else ('b', 2)\n    journal.write(act=act, about=c)",
        {"a", "b"},
    ),
    "each of several": (
        "def f(c: Case):\n    some = ['a'] if c else ['b', 'c']\n"
        "    for act in some:\n        journal.write(act=act, about=c)",
        {"a", "b", "c"},
    ),
    "of a table": (
        "T = {1: 'a', 2: 'b'}\ndef f(c: Case, n: int):\n    journal.write(act=T[n], about=c)",
        {"a", "b"},
    ),
}


@pytest.mark.parametrize("how", FOUND)
def test_an_act_is_found_however_it_is_spelt(how: str) -> None:
    text, names = FOUND[how]
    found = acts(sample(HEAD + text))
    assert {name for _kind, name in found} == names
    assert {kind for kind, _name in found} == {"wish" if how == "begun" else "case"}


@pytest.mark.parametrize(
    "text",
    [
        "def f(c: Case, n):\n    journal.write(act=str(n), about=c)",
        "def f(c: Case, n):\n    journal.write(act=n, about=c)",
        "def f(x):\n    journal.write(act='a', about=x)",
    ],
)
def test_what_nobody_can_tell_is_no_silence(text: str) -> None:
    with pytest.raises(Untold):
        acts(sample(HEAD + text))


# -- the story of one thing


def _call(town: Town, case: Case, *, about: str = "") -> Call:
    """Have a call with a recording: by the caller of a case, or to the provider about a job."""
    made = Call.objects.create(
        direction=Direction.OUT if about else Direction.IN, status=CallStatus.ENDED,
        far=Far.PROVIDER if about else Far.CITIZEN, caller=None if about else case.caller,
        subject=about, operator=town.operator_28, arrived_at=clock.now(), answered_at=clock.now(),
        ended_at=clock.now(), recording=f"r{Call.objects.count()}",
    )  # fmt: skip
    recorded(made.recording)
    recordings.take(made)
    recordings.listen(made, by=town.leader)
    return made


@pytest.fixture
def seen(town: Town) -> Case:
    """A case whose paper, preview, recordings and progress were looked at, with a wish to be called."""
    case = a_case(town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    case.calls.add(_call(town, case))
    _call(town, case, about=job.about)
    clean = Clean("image/jpeg", 1, b"whole", b"preview")
    photo = papers.add(case, clean=clean, by=town.operator_28, title="陈女士的厨房")
    papers.see(photo, by=town.people["op21"], what="preview")
    papers.see(photo, by=town.leader)
    portal.look_up(case, how="code")
    wishes.wish(case, by=the_citizen())
    return case


def test_who_saw_has_papers_recordings_and_look_ups(auditor: Client, seen: Case) -> None:
    told = shown(auditor, about=seen.about, group="seen")
    words = ("看附件", "听录音", "查进度")
    assert [sum(word in line for line in told) for word in words] == [2, 2, 1]
    assert any(line.endswith("预览") and "21 号" in line for line in told)
    assert any(line.endswith("原件") for line in told)
    assert any(line.endswith("查询码") for line in told)
    changed = "\n".join(shown(auditor, about=seen.about, group="changed"))
    assert "添加附件" in changed
    assert "请回电" in changed
    assert not any(word in changed for word in words)


def test_a_case_of_another_is_not_in_the_story(auditor: Client, seen: Case, town: Town) -> None:
    other = a_case(town, "停电")
    _call(town, other)
    assert len(shown(auditor, about=other.about)) == 1
    assert sum("听录音" in line for line in shown(auditor, about=seen.about)) == 2


def test_a_paper_goes_by_its_case(auditor: Client, seen: Case) -> None:
    page = auditor.get("/audit/", {"group": "seen"}).content.decode()
    assert "陈女士" not in page
    assert f"{seen.number} #{seen.papers.get().pk}" in page


def test_a_caller_has_his_papers_and_requests(auditor: Client, seen: Case, town: Town) -> None:
    assert seen.caller
    privacy.ask(seen.caller, by=town.people["admin"], why="本人来申请")
    told = "\n".join(shown(auditor, about=seen.caller.about))
    assert "申请清除" in told
    assert "看附件" in told


def test_the_story_of_a_case_costs_the_same_however_much_hangs_on_it(
    seen: Case, town: Town
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            subjects.reach(seen.about, person=town.people["auditor"])
        return len(asked)

    few = cost()
    for _n in range(5):
        case_call = _call(town, seen)
        seen.calls.add(case_call)
    assert cost() == few
    assert Entry.objects.filter(act="listen").count() == 7


def test_whoever_signs_in_at_a_seat_stands_under_sign_in(auditor: Client, town: Town) -> None:
    calls.sign_in(town.operator_28)
    assert ["签入坐席" in line for line in shown(auditor, group="signed_in")] == [True]
