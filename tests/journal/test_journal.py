"""The journal: only added to, chained, owned by somebody else; words can be erased without touching history."""

from __future__ import annotations

import psycopg
import pytest
from django.db import Error, connection, transaction

from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.journal import queries, verify
from hotline.journal.models import Entry, Words
from tests.conftest import POSTGRES
from tests.town import Town


@pytest.fixture
def case(town: Town) -> Case:
    case = cases.take_in(cases.Asked(said="水管漏水"), by=town.operator_28)
    return cases.note(case, by=town.operator_28, note="住六楼")


def test_an_entry_cannot_be_altered_or_taken_away(case: Case) -> None:
    for order in (
        "UPDATE journal_entry SET act = 'x'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry CASCADE",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(order)
    assert Entry.objects.filter(kind="case", subject=case.pk).count() == 2


def test_the_trigger_holds_the_owner_too(committed: str) -> None:
    with (
        psycopg.connect(POSTGRES.url(committed)) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="only added to"),
    ):
        owner.execute("UPDATE journal_entry SET act = 'x'")


def test_the_application_owns_no_table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, count(*) FROM pg_tables WHERE tableowner = current_user"
        )
        assert cursor.fetchone() == ("hotline_app", 0)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone()[0] > 20


def test_verify_names_what_was_altered(committed: str) -> None:
    from tests import town as cast

    town = cast.build()
    case = cases.take_in(cases.Asked(said="水管漏水"), by=town.operator_28)
    cases.note(case, by=town.operator_28, note="住六楼")
    assert verify.run() == []
    with psycopg.connect(POSTGRES.url(committed)) as owner:
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
        owner.execute(
            "UPDATE journal_entry SET said = '{}' WHERE kind = 'case' AND act = 'take_in'"
        )
    assert [f"case:{case.pk}" in fault for fault in verify.run()] == [True]


def test_verify_notices_the_last_entry_gone(committed: str) -> None:
    from tests import town as cast

    town = cast.build()
    case = cases.take_in(cases.Asked(said="水管漏水"), by=town.operator_28)
    cases.note(case, by=town.operator_28, note="住六楼")
    with psycopg.connect(POSTGRES.url(committed)) as owner:
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
        owner.execute("DELETE FROM journal_entry WHERE kind = 'case' AND act = 'note'")
    assert [f"case:{case.pk}" in fault for fault in verify.run()] == [True]


def test_words_can_be_erased_and_history_stays_whole(case: Case) -> None:
    assert queries.story(case)[-1].said["note"] == "住六楼"
    Words.objects.filter(kind="case", subject=case.pk).update(
        text="", erased_at="2012-10-01T00:00Z"
    )
    assert queries.story(case)[-1].said["note"] is None
    assert verify.run() == []


def test_no_words_stand_in_the_entry_itself(case: Case) -> None:
    assert not Entry.objects.filter(said__icontains="六楼").exists()


def test_a_change_that_fails_leaves_no_entry(town: Town) -> None:
    before = Entry.objects.count()
    with transaction.atomic():
        cases.take_in(cases.Asked(said="水管漏水"), by=town.operator_28)
        transaction.set_rollback(True)
    assert Entry.objects.count() == before
