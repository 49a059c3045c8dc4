"""How somebody who is signed in opens a page, and presses a button on it."""

from __future__ import annotations

from hotline.people.models import Person
from tests import sample


def reads(person: Person, path: str, status: int = 200) -> str:
    """Return a page as somebody reads it; fail where the answer is another than expected."""
    answer = sample.signed_in(person).get(path)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def posts(person: Person, path: str, **given: object) -> int:
    """Send a form as a script of ours does; return the status of the answer."""
    client = sample.signed_in(person, **{"X-Requested-With": "fetch"})
    return client.post(path, {"key": path, **given}).status_code
