"""What shows how it was: papers of the case and calls about it, nothing of another's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from hotline import clock
from hotline.calls.models import Call
from hotline.calls.states import Direction, Status
from hotline.disputes import actions as disputes
from hotline.disputes import queries
from hotline.life.errors import NotNow, NotSo
from hotline.papers import actions as papers
from hotline.papers.models import Paper
from tests.desks.papers import a_case
from tests.disputes.quarrel import opened
from tests.papers.conftest import store_folder
from tests.papers.paperwork import photo

if TYPE_CHECKING:
    from hotline.cases.models import Case
    from tests.town import Town

__all__ = ["store_folder"]


def photographed(case: Case, town: Town) -> Paper:
    papers.receive(case, files=[(photo(), "地板")], by=town.operator_28, key=case.about)
    found: Paper = case.papers.get()
    return found


def rung(about: str, town: Town) -> Call:
    now = clock.now()
    return Call.objects.create(
        direction=Direction.OUT, status=Status.ENDED, subject=about, arrived_at=now,
        answered_at=now, ended_at=now, operator=town.operator_28,
    )  # fmt: skip


def test_a_paper_and_a_call_of_the_case_show_how_it_was(town: Town, store_folder: Path) -> None:
    one, by = opened(town), town.operator_28
    paper, call = photographed(one.dispatch.case, town), rung(one.dispatch.case.about, town)
    disputes.add_evidence(one, by=by, paper=paper)
    disputes.add_evidence(one, by=by, call=call)
    assert [(p.paper, p.call) for p in one.proofs.order_by("pk")] == [(paper, None), (None, call)]
    with pytest.raises(NotNow, match="已经是证据"), transaction.atomic():
        disputes.add_evidence(one, by=by, paper=paper)
    assert queries.calls_of(one, by) == [call]


def test_what_belongs_to_another_case_shows_nothing(town: Town, store_folder: Path) -> None:
    one, by = opened(town), town.operator_28
    other = a_case(town)
    with pytest.raises(NotSo, match="附件不是"), transaction.atomic():
        disputes.add_evidence(one, by=by, paper=photographed(other, town))
    with pytest.raises(NotSo, match="电话不是"), transaction.atomic():
        disputes.add_evidence(one, by=by, call=rung(other.about, town))
    with pytest.raises(NotSo, match="选一个"), transaction.atomic():
        disputes.add_evidence(one, by=by)
    assert not one.proofs.exists()
