"""Logs name things by key: no name, number or word of a citizen gets into them, whatever goes wrong."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter

from hotline import discretion
from hotline.callers import actions as callers
from hotline.callers.models import Caller, CallerNumber
from hotline.callers.numbers import read
from hotline.cases.models import Case
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline
from hotline.people.queries import the_clock
from hotline.privacy import actions as privacy
from hotline.site import logs
from tests.privacy.someone import someone
from tests.stories.steps import the_house_reacts
from tests.town import at

if TYPE_CHECKING:
    from tests.town import Town

NUMBER, MARK = "13800005126", "trace7531"
log = logging.getLogger("hotline.test")


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Have everything that the house's handler writes, at its most talkative."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    handler.addFilter(logs.Known())
    logger, root = logging.getLogger("hotline"), logging.getLogger()
    before = logger.level, root.level
    logger.setLevel(logging.DEBUG)
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    logger.setLevel(before[0])
    root.setLevel(before[1])


def test_the_handler_of_the_house_is_discreet() -> None:
    logging_as_set: dict[str, Any] = settings.LOGGING
    assert set(logging_as_set["root"]["handlers"]) <= set(logging_as_set["handlers"])
    for handler in logging_as_set["handlers"].values():
        assert "known" in handler["filters"]


def test_a_story_told_at_length_names_nobody(
    town: Town, key_file: Path, tmp_path: Path, said: io.StringIO
) -> None:
    who = someone(town, tmp_path / "recordings", mark=MARK, number=NUMBER)
    client = Client(raise_request_exception=False)
    client.force_login(town.operator_28)
    client.get(f"/cases/find?q={NUMBER}")
    client.get(f"/demo/phone/{NUMBER}/nothing/such")
    client.get(f"/nowhere/{NUMBER}")
    privacy.grant(
        privacy.ask(who.caller, by=town.people["admin"], why=MARK), by=town.people["auditor"]
    )
    the_house_reacts()
    told = "\n".join(
        line for line in said.getvalue().splitlines() if "django.db.backends" not in line
    )
    assert told
    for trace in (MARK, NUMBER, "+8613800005126"):
        assert trace not in told


def test_a_refused_row_is_not_quoted(town: Town, said: io.StringIO) -> None:
    caller = town.caller("陈", NUMBER)
    case = Case.objects.create(
        serial=1, taken_at=at(9), taken_by=town.operator_28, said=MARK, caller=caller, status="open"
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET status = 'closed' WHERE id = %s", [case.pk])
    except DatabaseError as fault:
        quoted = str(fault)
        log.exception("case %s could not be kept", case.pk)
        log.warning("the database says: %s", fault)
    told = said.getvalue()
    assert MARK in quoted, "the test is about an error that quotes"
    assert "case_closed_has_result" in told
    assert "test_logs.py" in told
    assert MARK not in told


def test_a_fingerprint_that_is_there_already_is_not_quoted(town: Town, said: io.StringIO) -> None:
    number = town.caller("陈", NUMBER).numbers.get()
    mark = bytes(number.fingerprint or b"").hex()
    try:
        with transaction.atomic():
            CallerNumber.objects.filter(pk=number.pk).first()
            number.pk = None
            number.save()
    except DatabaseError:
        log.exception("not kept")
    assert "callers_number_once" in said.getvalue()
    assert mark not in said.getvalue()


def test_what_a_worker_could_not_do_is_kept_without_its_words(
    town: Town, said: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_subject: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::text::int", [MARK])

    monkeypatch.setitem(deadlines._table, "caller.x", fail)
    deadlines.start(town.caller("陈", NUMBER), "x", due_at=at(9))
    deadlines.take()
    assert Deadline.objects.get(name="x").trouble.startswith("InvalidTextRepresentation")
    assert MARK not in said.getvalue()
    assert "InvalidTextRepresentation" in said.getvalue()


def test_a_fault_is_told_by_its_kind() -> None:
    assert discretion.told(ValueError(MARK)) == "ValueError"
    assert discretion.told(psycopg.errors.UniqueViolation(MARK)) == "UniqueViolation 23505"


def test_the_developers_error_page_names_no_values(db: None) -> None:
    request = RequestFactory().post("/x", {"said": MARK})
    try:
        words = MARK  # noqa: F841  (in hand while it fails)
        callers.erase(Caller(pk=0), by=the_clock())
    except IndexError as fault:
        reporter = ExceptionReporter(request, type(fault), fault, fault.__traceback__)
        page = reporter.get_traceback_html()
    assert "words" in page
    assert MARK not in page
    assert read(NUMBER).text not in page
