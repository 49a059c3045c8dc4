"""Single rows, written and read without Django's compiler: what is not heard at once is heard in time."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from hotline.journal import rows
from hotline.journal.models import Words
from hotline.rules.models import Rule

pytestmark = pytest.mark.usefixtures("committed")


def kept() -> int:
    return Words.objects.filter(pk__in=[words(1).pk, words(2).pk]).count()


def words(n: int) -> Words:
    return Words(
        id=f"00000000-0000-0000-0000-{n:012d}", kind="case", subject=1, salt=b"s", text="x"
    )


def test_what_goes_in_one_go_is_there_after_it() -> None:
    with rows.in_one_go(), transaction.atomic():
        rows.add(words(1))
        rows.add(words(2))
    assert kept() == 2


def test_a_refused_statement_is_told_before_the_commit_and_takes_all_back() -> None:
    def write_twice() -> None:
        with rows.in_one_go(), transaction.atomic():
            rows.add(words(1))
            rows.add(words(1))

    with pytest.raises(IntegrityError):
        write_twice()
    assert not kept()


def test_what_the_commit_refuses_is_told_too() -> None:
    """Foreign keys are checked at the commit, whose answer is waited for."""
    with pytest.raises(IntegrityError), rows.in_one_go(), transaction.atomic():
        Rule.objects.bulk_create(
            [
                Rule(
                    name="ring_s",
                    value=20,
                    valid_from="2026-01-01T00:00:00Z",
                    by_id=987654,
                    why="x",
                )
            ]
        )
    assert connection.is_usable()
