"""Drafts: kept for one person, sealed, limited, and never mixed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hotline import clock
from hotline.cases import drafts
from hotline.cases.models import Draft
from tests.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SAID = "我家厨房漏水，电话一三八"


def signed_in(town: Town, who: str = "op28") -> Client:
    client = Client(headers={"X-Requested-With": "kept-draft"})
    client.force_login(town.people[who], backend=BACKEND)
    return client


def put(client: Client, key: str, fields: Any, content_type: str = "application/json") -> Any:
    body = fields if isinstance(fields, str) else json.dumps(fields)
    return client.put(f"/drafts/{key}", body, content_type=content_type)


def test_what_was_typed_is_there_after_a_reload(town: Town) -> None:
    client = signed_in(town)
    assert client.get("/drafts/call-7").status_code == 204
    saved = put(client, "call-7", {"said": SAID, "kinds": ["a", "b"]}).json()["saved_at"]
    kept = client.get("/drafts/call-7").json()
    assert kept == {"fields": {"said": SAID, "kinds": ["a", "b"]}, "saved_at": saved}
    assert client.delete("/drafts/call-7").status_code == 204
    assert client.get("/drafts/call-7").status_code == 204


def test_a_draft_is_kept_over_the_one_before(town: Town) -> None:
    client = signed_in(town)
    put(client, "new", {"said": "一"})
    put(client, "new", {"said": "二"})
    assert client.get("/drafts/new").json()["fields"] == {"said": "二"}
    assert Draft.objects.count() == 1


def test_the_table_holds_no_word_of_it(town: Town) -> None:
    put(signed_in(town), "new", {"said": SAID})
    sealed = bytes(Draft.objects.get().sealed)
    assert SAID.encode() not in sealed
    assert b"said" not in sealed
    assert b"\\u" not in sealed


def test_a_draft_moved_to_somebody_else_does_not_open(town: Town) -> None:
    drafts.keep("new", {"said": SAID}, by=town.operator_28)
    Draft.objects.update(person=town.people["op21"])
    assert drafts.read("new", by=town.people["op21"]) is None


def test_nobody_reads_anothers_draft_and_two_calls_never_mix(town: Town) -> None:
    put(signed_in(town), "call-7", {"said": SAID})
    assert signed_in(town, "op21").get("/drafts/call-7").status_code == 204
    assert signed_in(town).get("/drafts/call-8").status_code == 204
    assert drafts.begun(by=town.operator_28) == ["call-7"]


@pytest.mark.parametrize(
    ("fields", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"said": 1}', "application/json", 400),
        ('{"said": {"a": "b"}}', "application/json", 400),
        ('{"said": "x"}', "text/plain", 415),
        (json.dumps({"said": "x" * drafts.MOST_BYTES}), "application/json", 413),
    ],
)
def test_what_is_no_draft_is_refused_and_nothing_is_kept(
    town: Town, fields: str, content_type: str, status: int
) -> None:
    assert put(signed_in(town), "new", fields, content_type).status_code == status
    assert not Draft.objects.exists()


def test_a_draft_nobody_comes_back_to_is_forgotten(town: Town) -> None:
    drafts.keep("new", {"said": SAID}, by=town.operator_28)
    assert drafts.forget_old() == 0
    with clock.frozen(clock.now() + drafts.KEPT + timedelta(minutes=1)):
        drafts.keep("call-7", {"said": SAID}, by=town.operator_28)
        assert drafts.forget_old() == 1
    assert drafts.begun(by=town.operator_28) == ["call-7"]


def test_drafts_are_for_those_who_write(town: Town) -> None:
    assert put(signed_in(town, "lin"), "new", {"said": "x"}).status_code == 403
    assert Client(headers={"X-Requested-With": "x"}).get("/drafts/new").status_code == 401
