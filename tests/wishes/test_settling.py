"""A call that is owed is settled by whoever speaks with the caller first; where none is owed, nothing follows."""

from __future__ import annotations

import psycopg

from hotline.calls import actions as calls
from hotline.calls.ledger import Ledger
from hotline.journal import reactions
from hotline.journal.models import Reaction
from hotline.journal.news import WORK
from hotline.wishes.life import Status
from hotline.wishes.models import Wish
from tests.calls.ledgers import arrives, is_answered, is_gone, with_one_seat
from tests.conftest import POSTGRES


def gives_up(ledger: Ledger) -> None:
    leg, _seats = arrives(ledger)
    is_gone(ledger, leg)


def is_taken(ledger: Ledger) -> str:
    _leg, [seat] = arrives(ledger)
    is_answered(ledger, seat)
    return seat


def test_where_no_call_is_owed_nothing_follows_from_an_answer(committed: str) -> None:
    ledger, _operator = with_one_seat()
    with psycopg.connect(POSTGRES.url(committed), autocommit=True) as ear:
        ear.execute(f"LISTEN {WORK}")
        is_taken(ledger)
        assert not list(ear.notifies(timeout=0.3))
    assert not Reaction.objects.exists()


def test_who_is_answered_is_owed_no_call_any_more(committed: str) -> None:
    ledger, _operator = with_one_seat()
    gives_up(ledger)
    reactions.take()
    owed = Wish.objects.get()
    assert owed.status == Status.OPEN
    with psycopg.connect(POSTGRES.url(committed), autocommit=True) as ear:
        ear.execute(f"LISTEN {WORK}")
        is_taken(ledger)
        assert list(ear.notifies(timeout=0.3)), "the worker is woken"
    reactions.take()
    owed.refresh_from_db()
    assert owed.status == Status.CALLED


def test_who_was_answered_before_the_worker_looked_is_owed_none(committed: str) -> None:
    ledger, _operator = with_one_seat()
    gives_up(ledger)
    is_taken(ledger)
    reactions.take()
    assert not Wish.objects.exists()


def test_who_gives_up_after_he_was_answered_once_is_owed_a_call(committed: str) -> None:
    ledger, operator = with_one_seat()
    is_gone(ledger, is_taken(ledger))
    calls.ready(operator)
    gives_up(ledger)
    reactions.take()
    assert Wish.objects.get().status == Status.OPEN
