"""Where a recording is shown: on the page of its case and of its call, to whoever may hear it and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from hotline.calls.models import Call
    from hotline.cases.models import Case
    from hotline.people.models import Person
    from tests.town import Town


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def a_recorded_call(case: Case, by: Person, name: str) -> Call:
    from hotline.calls.recordings import actions
    from tests.calls.recordings.tapes import a_call, recorded

    call = a_call(by, name)
    case.calls.add(call)
    recorded(name)
    actions.take(call)
    return call


@pytest.fixture
def case(town: Town) -> Case:
    from tests.desks.papers import a_case

    return a_case(town)


@pytest.fixture
def call(case: Case, town: Town) -> Call:
    return a_recorded_call(case, town.operator_28, "in-1")


def page(person: Person, address: str) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_a_case_has_what_was_said_in_its_calls(
    town: Town, case: Case, call: Call
) -> None:
    told = page(town.operator_28, f"/cases/{case.pk}/")
    assert f'id="voice-{call.pk}"' in told
    assert f'src="/calls/{call.pk}/recording"' in told
    assert "00:01" in told
    assert told.count('class="heard" d="M1 10v-') == 1


def test_another_operator_sees_the_call_and_no_recording(
    town: Town, case: Case, call: Call
) -> None:
    told = page(town.people["op21"], f"/cases/{case.pk}/")
    assert "呼入" in told
    assert "<voice-player" not in told
    assert "/recording" not in told


def test_a_leader_has_it_on_the_page_of_the_call(town: Town, call: Call) -> None:
    told = page(town.leader, f"/floor/calls/{call.pk}/")
    assert f'id="voice-{call.pk}"' in told


def test_a_call_that_was_not_recorded_has_none(town: Town, case: Case, call: Call) -> None:
    call.recordings.all().delete()
    assert "<voice-player" not in page(town.operator_28, f"/cases/{case.pk}/")


def test_many_calls_cost_no_more_questions_than_one(town: Town, case: Case, call: Call) -> None:
    from django.db import connection

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(town.operator_28, f"/cases/{case.pk}/")
        return len(asked)

    cost()
    few = cost()
    for n in range(4):
        a_recorded_call(case, town.operator_28, f"more-{n}")
    assert cost() == few
