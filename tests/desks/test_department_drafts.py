"""The draft of a reply: for one person, one assignment and one time of replying to it; gone with the reply."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from hotline.assignments import actions as assignments
from hotline.cases.models import Draft
from tests.assignments.hands import sent, signed
from tests.desks.at_a_unit import GOOD, At, of, page
from tests.stories.steps import as_it_is
from tests.town import Town

pytestmark = pytest.mark.usefixtures("on_monday")
WORDS = {"account": "换了镇流器", "answer": "灯亮了"}


def typed(client: Client, path: str) -> int:
    """Type into a reply; return how that was answered."""
    put = client.put(path, json.dumps(WORDS), content_type="application/json")
    return int(put.status_code)


def kept(client: Client, path: str) -> object:
    """Return what is kept of it; nothing where there is nothing."""
    answer = client.get(path)
    return answer.json()["fields"] if answer.status_code == 200 else None


def test_what_was_typed_of_a_reply_is_kept_for_its_writer_and_its_assignment(
    town: Town, clerk: Client, at: At
) -> None:
    one, other = signed(town), signed(town)
    assert of(one, "draft") in page(clerk, of(one))
    assert typed(clerk, of(one, "draft")) == 200
    assert kept(clerk, of(one, "draft")) == WORDS
    assert kept(clerk, of(other, "draft")) is None
    assert kept(at("head"), of(one, "draft")) is None, "a colleague's words are his own"


def test_nobody_keeps_a_draft_of_what_he_may_not_see(town: Town, at: At) -> None:
    one = signed(town)
    assert typed(at("power"), of(one, "draft")) == 404
    assert at("power").get(of(one, "draft")).status_code == 404
    assert typed(at("op28"), of(one, "draft")) == 403
    assert not Draft.objects.exists()


def test_the_draft_goes_with_the_reply_and_stays_where_it_was_refused(
    town: Town, clerk: Client
) -> None:
    one = sent(town)
    assignments.sign(one, by=town.people["clerk"])
    typed(clerk, of(one, "draft"))
    assert clerk.post(of(one, "reply"), GOOD | {"solved": "no", "key": "a"}).status_code == 422
    assert kept(clerk, of(one, "draft")) == WORDS
    assert clerk.post(of(one, "reply"), GOOD | {"key": "b"}).status_code == 204
    assert not Draft.objects.exists()


def test_a_reply_that_was_sent_back_does_not_begin_with_an_older_draft(
    town: Town, clerk: Client, at: At
) -> None:
    one = signed(town)
    typed(clerk, of(one, "draft"))
    assert at("head").post(of(one, "reply"), GOOD | {"key": "b"}).status_code == 204
    assignments.send_back(as_it_is(one), by=town.people["reviewer"], why="没说灯亮没亮")
    assert kept(clerk, of(one, "draft")) is None
