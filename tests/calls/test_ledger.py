"""What the switchboard writes at each event, and when it looks for who waits."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.calls.models import Call
from hotline.calls.states import Status
from hotline.telephony import port

from .ledgers import WANG, arrives, is_answered, is_gone, rung, with_one_seat


def test_who_waits_gets_the_seat_at_once_of_who_gave_up(committed: str) -> None:
    ledger, _operator = with_one_seat()
    first, [_seat] = arrives(ledger)
    second, none = arrives(ledger, WANG)
    assert not none
    [_seat] = rung(is_gone(ledger, first))
    assert Call.objects.get(leg=second).status == Status.RINGING


def test_who_talked_frees_no_seat_by_hanging_up(committed: str) -> None:
    """It writes up first: nobody is looked for."""
    ledger, _operator = with_one_seat()
    _first, [seat] = arrives(ledger)
    is_answered(ledger, seat)
    second, _none = arrives(ledger, WANG)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert not rung(is_gone(ledger, seat))
    assert not [one["sql"] for one in asked if "FROM calls_seat" in one["sql"]]
    assert Call.objects.get(leg=second).status == Status.WAITING


def test_the_last_leg_of_a_call_that_is_over_is_let_go_without_the_database(
    committed: str,
) -> None:
    ledger, _operator = with_one_seat()
    first, [seat] = arrives(ledger)
    is_answered(ledger, seat)
    assert not ledger.let_go(port.LegGone(clock.now(), first)), "the call is under way"
    is_gone(ledger, seat)
    with CaptureQueriesContext(connection) as asked:
        assert ledger.let_go(port.LegGone(clock.now(), first))
    assert not len(asked)
