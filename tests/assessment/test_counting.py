"""What each measure counts, one assignment at a time; and that every figure opens into the cases behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hotline import clock
from hotline.assessment import queries
from hotline.assessment.measures import Measure
from hotline.assignments.life import Part, Status
from hotline.assignments.models import Assignment
from hotline.followups.models import FollowUp
from tests.assessment.september import (
    DAY,
    OCTOBER_7,
    SENT,
    Said,
    September,
    counts,
    rules_of_august,
    standing,
)
from tests.town import Town, at

LATE = SENT + 6 * DAY
NOT_ASKED = {"response": (0, 0), "solved": (0, 0), "satisfied": (0, 0), "reached": (0, 0)}
WELL = {
    "signed": (1, 1), "contacted": (1, 1), "concluded": (1, 1), "returned": (0, 1),
    "extended": (0, 1), "done_again": (0, 1), "response": (1, 1), "solved": (1, 1),
    "satisfied": (1, 1), "reached": (1, 1),
}  # fmt: skip

ONE: dict[str, tuple[Callable[[September], Assignment], dict[str, tuple[int, int]]]] = {
    "all went well": (lambda it: it.one("供电公司", said=Said()), {}),
    "signed late": (
        lambda it: it.one("供电公司", said=Said(), signed_at=SENT + 2 * DAY),
        {"signed": (0, 1)},
    ),
    "signed in time after it had been late once": (
        lambda it: it.one("供电公司", said=Said(), sign_late=True),
        {"signed": (0, 1)},
    ),
    "never signed": (
        lambda it: it.one(
            "供电公司", status=Status.SENT, signed_at=None, contacted_at=None, replied_at=None
        ),
        {"signed": (0, 1), "contacted": (0, 1), "concluded": (0, 1), "done_again": (0, 0), **NOT_ASKED},
    ),
    "contacted late": (
        lambda it: it.one("供电公司", said=Said(), contacted_at=SENT + 2 * DAY),
        {"contacted": (0, 1)},
    ),
    "with nobody to contact": (
        lambda it: it.one(
            "供电公司", said=Said(), contacted_at=None, why_no_contact="空号", accepted_at=SENT + 4 * DAY
        ),
        {"contacted": (0, 0)},
    ),
    "with nobody to contact, and a reply that nobody has let pass": (
        lambda it: it.one("供电公司", said=Said(), contacted_at=None, why_no_contact="空号"),
        {"contacted": (0, 1)},
    ),
    "contacted late after all": (
        lambda it: it.one(
            "供电公司", said=Said(), contacted_at=SENT + 2 * DAY, why_no_contact="关机", accepted_at=SENT + 4 * DAY
        ),
        {"contacted": (0, 1)},
    ),
    "replied at the last moment": (
        lambda it: it.one("供电公司", said=Said(), replied_at=SENT + 5 * DAY),
        {},
    ),
    "replied late": (
        lambda it: it.one("供电公司", replied_at=LATE),
        {"concluded": (0, 1), **NOT_ASKED},
    ),
    "done again in time after it was late": (
        lambda it: it.one("供电公司", said=Said(), reply_late=True, times_done_again=1),
        {"concluded": (0, 1), "done_again": (1, 1)},
    ),
    "nobody asked the citizen": (lambda it: it.one("供电公司"), NOT_ASKED),
    "the citizen could not be reached": (
        lambda it: it.one("供电公司", said=Said("", "", "", "unreachable")),
        {**NOT_ASKED, "reached": (0, 1)},
    ),
    "nobody had spoken to the citizen": (
        lambda it: it.one("供电公司", said=Said(answered="no", solved="no", liking="not")),
        {"response": (0, 1), "solved": (0, 1), "satisfied": (0, 1)},
    ),
    "so-so is no complaint": (lambda it: it.one("供电公司", said=Said(liking="so_so")), {}),
    "solved, and not content": (
        lambda it: it.one("供电公司", said=Said(liking="not")),
        {"satisfied": (0, 1)},
    ),
    "the call-back is not owed yet": (
        lambda it: it.one("供电公司", said=Said("", "", "", "due")),
        NOT_ASKED,
    ),
    "asked to be returned, in vain": (
        lambda it: it.one("供电公司", said=Said(), times_returned=2),
        {"returned": (1, 1)},
    ),
    "extended": (
        lambda it: it.one("供电公司", said=Said(), times_extended=1),
        {"extended": (1, 1)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ONE)
def test_one_assignment_counts_as_it_went(town: Town, what: str) -> None:
    make, but = ONE[what]
    with clock.frozen(OCTOBER_7):
        september = September(town)
        made = make(september)
        month = september.drafted()
    found = standing(month, "供电公司")
    assert counts(month, "供电公司") == WELL | but
    assert (found.volume, found.assignments) == (1, [made.pk])
    assert queries.recounted(found) == {name: found.count(name) for name in Measure.values}


NOT_COUNTED: dict[str, Callable[[September], Assignment]] = {
    "due in another month": lambda it: it.one("供电公司", due=at(0, day=date(2012, 10, 1))),
    "due the month before": lambda it: it.one(
        "供电公司", due=at(0, day=date(2012, 9, 1)) - timedelta(seconds=1)
    ),
    "given down to a sub-unit": lambda it: it.one(
        "供电公司", part=Part.SUB, under=it.one("执法局")
    ),
    "returned by leave": lambda it: it.one("供电公司", status=Status.RETURNED, times_returned=1),
    "moved to another": lambda it: it.one("供电公司", status=Status.MOVED),
    "withdrawn": lambda it: it.one("供电公司", status=Status.WITHDRAWN),
    "standing for the citizen": lambda it: it.one(
        "供电公司", status=Status.SIGNED, stands_since_at=SENT, replied_at=None
    ),
    "never due": lambda it: it.one("供电公司", reply_by_at=None),
}


@pytest.mark.parametrize("what", NOT_COUNTED)
def test_what_is_nobodys_does_not_count(town: Town, what: str) -> None:
    with clock.frozen(OCTOBER_7):
        september = September(town)
        NOT_COUNTED[what](september)
        month = september.drafted()
    found = standing(month, "供电公司")
    assert (found.volume, found.place, found.rank) == (0, "none", None)


def test_the_first_moment_of_a_month_is_its_own(town: Town) -> None:
    with clock.frozen(OCTOBER_7):
        september = September(town)
        september.one("供电公司", due=at(0, day=date(2012, 9, 1)))
        september.one("供电公司", due=at(0, day=date(2012, 10, 1)) - timedelta(seconds=1))
        assert standing(september.drafted(), "供电公司").volume == 2


def test_a_co_handler_answers_for_having_signed_alone(town: Town) -> None:
    with clock.frozen(OCTOBER_7):
        september = September(town)
        lead = september.one("供电公司", said=Said())
        september.one("安阳街道", case=lead.case, part=Part.CO, under=lead)
        month = september.drafted()
    shared = {name: pair for name, pair in counts(month, "安阳街道").items() if pair != (0, 0)}
    assert shared == {"signed": (1, 1)}
    assert counts(month, "供电公司") == WELL


def test_who_only_helped_is_not_ranked(town: Town) -> None:
    rules_of_august("score_least_cases", 1, town)
    with clock.frozen(OCTOBER_7):
        september = September(town)
        lead = september.one("供电公司", said=Said(), replied_at=LATE)
        september.one("安阳街道", case=lead.case, part=Part.CO, under=lead)
        month = september.drafted()
    assert (standing(month, "供电公司").place, standing(month, "供电公司").rank) == ("ranked", 1)
    helped = standing(month, "安阳街道")
    assert (helped.place, helped.rank, helped.volume) == ("few", None, 1)


def test_of_a_case_done_again_by_another_unit_each_answers_for_its_own_reply(town: Town) -> None:
    with clock.frozen(OCTOBER_7):
        september = September(town)
        first = september.one("供电公司", said=Said(solved="no", liking="not"))
        september.one("执法局", case=first.case, due=SENT + 20 * DAY)
        FollowUp.objects.create(
            case=first.case, status="asked", due_at=SENT + 20 * DAY, answered="yes", solved="yes",
            attitude="very", outcome="very", speed="very",
        )  # fmt: skip
        month = september.drafted()
    assert counts(month, "供电公司")["solved"] == (0, 1)
    assert counts(month, "执法局")["solved"] == (1, 1)


def test_what_is_said_of_the_next_unit_is_not_the_first_ones(town: Town) -> None:
    """The case of the first ended without a call-back, was opened again, and given to another."""
    with clock.frozen(OCTOBER_7):
        september = September(town)
        first = september.one("供电公司")
        second = september.one(
            "执法局", case=first.case, due=SENT + 20 * DAY, sent_at=SENT + 9 * DAY,
            said=Said(solved="no", liking="not"),
        )  # fmt: skip
        month = september.drafted()
        assert queries.told([first, second]) == {second.pk: ("yes", "no", "not", "not", "not")}
    assert counts(month, "供电公司") == WELL | NOT_ASKED
    assert counts(month, "执法局")["solved"] == (0, 1)


def test_what_was_said_before_it_was_done_again_counts_no_more(town: Town) -> None:
    with clock.frozen(OCTOBER_7):
        september = September(town)
        again = september.one("供电公司", times_done_again=1)
        assert again.replied_at
        FollowUp.objects.create(
            case=again.case, status="asked", asked_at=again.replied_at - DAY, due_at=again.replied_at + DAY,
            answered="yes", solved="no", attitude="not", outcome="not", speed="not",
        )  # fmt: skip
        FollowUp.objects.create(
            case=again.case, status="asked", asked_at=again.replied_at + DAY, due_at=again.replied_at + DAY,
            answered="yes", solved="yes", attitude="very", outcome="very", speed="very",
        )  # fmt: skip
        month = september.drafted()
    assert counts(month, "供电公司")["solved"] == (1, 1)


def test_every_figure_opens_into_its_cases(town: Town) -> None:
    with clock.frozen(OCTOBER_7):
        september = September(town)
        good = [september.one("供电公司", said=Said()) for _ in range(3)]
        late = september.one("供电公司", replied_at=LATE)
        found = standing(september.drafted(), "供电公司")
    leader = town.leader
    assert found.count("concluded").of == 4
    opened = queries.behind(found, leader, "concluded")
    assert {one.pk for one in opened} == {late.pk, *(one.pk for one in good)}
    assert queries.did(found, "concluded") == {late.pk: False, **{one.pk: True for one in good}}
    assert list(queries.behind(found, leader, "concluded", hit=False)) == [late]
    assert len(queries.behind(found, leader, "solved")) == 3
    assert len(queries.behind(found, leader)) == 4
    for name in Measure.values:
        count = found.count(name)
        assert len(queries.behind(found, leader, name)) == count.of
        assert len(queries.behind(found, leader, name, hit=True)) == count.hits


def test_a_unit_without_cases_is_listed_and_a_part_without_cases_is_not(town: Town) -> None:
    with clock.frozen(OCTOBER_7):
        september = September(town)
        september.one("供电公司")
        month = september.drafted()
    listed = {one.name: one.place for one in month.standings.all()}
    assert listed == {"市供电公司": "few", "市综合执法局": "none", "安阳街道办事处": "none"}
