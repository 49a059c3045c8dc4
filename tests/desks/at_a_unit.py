"""What the tests of a department's desk have in common: its pages, read; the addresses of an assignment; a good reply."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from hotline.assignments.models import Assignment

At = Callable[[str], Client]
FRAGMENT = {"X-Requested-With": "live-region"}
GOOD = {
    "is_true": "yes", "solved": "yes", "account": "换了镇流器", "answer": "灯亮了",
    "why_no_contact": "市民没有留电话",
}  # fmt: skip


def page(client: Client, path: str = "/inbox/") -> str:
    answer = client.get(path, headers={"X-Requested-With": ""})
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def of(one: Assignment, step: str = "") -> str:
    return f"/inbox/assignments/{one.pk}/{step}"
