"""One name for one thing: the step, its function, its permission and the last word of its address are the same word."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from django.db.models import TextChoices
from django.urls import URLPattern, URLResolver, get_resolver

from hotline.life.steps import LIVES, Life, Step
from hotline.people import permissions
from hotline.people.roles import Role

HANDED_IN = {"by"}
"""What the door gives every action itself."""


def unlike(life: Life) -> Iterator[str]:
    """Say where a life's steps and its actions are not the same words."""
    for name in life.steps.keys() - life.actions.keys():
        yield f"{life.kind}.{name} has no action"
    for name, action in life.actions.items():
        if action.__name__ != name:
            yield f"{life.kind}.{name} is done by {action.__name__}"
        home = inspect.unwrap(action).__module__
        if not home.endswith(".actions"):
            yield f"{life.kind}.{name} is done in {home}"


def unasked(life: Life) -> Iterator[str]:
    """Say which step asks for less than its action needs, or for more than it takes."""
    for name, action in life.actions.items():
        if life.steps[name].part:
            continue  # taken by another act, which gives it what it needs
        asks = {ask.name for ask in life.steps[name].asks}
        takes = {
            one.name: one
            for one in inspect.signature(inspect.unwrap(action)).parameters.values()
            if one.kind is inspect.Parameter.KEYWORD_ONLY and one.name not in HANDED_IN
        }
        needs = {one.name for one in takes.values() if one.default is inspect.Parameter.empty}
        if missing := needs - asks:
            yield f"{life.kind}.{name} needs {sorted(missing)}, for which it does not ask"
        if strange := asks - takes.keys():
            yield f"{life.kind}.{name} asks for {sorted(strange)}, which it does not take"


def stuck(life: Life) -> Iterator[str]:
    """Say which status nobody can reach, or which step starts where nothing stands."""
    reached = {life.first} | {step.to for step in life.steps.values() if step.to}
    for status in set(life.status) - reached:
        yield f"{life.kind}: nothing leads to {status.value}"


def addresses(
    patterns: Iterable[URLPattern | URLResolver], root: str = ""
) -> Iterator[tuple[str, str | None]]:
    """Yield every address with the name by which pages call it."""
    for one in patterns:
        here = f"{root}{one.pattern}"
        if isinstance(one, URLResolver):
            space = f"{one.namespace}:" if one.namespace else ""
            for address, name in addresses(one.url_patterns, here):
                yield address, f"{space}{name}" if name else None
        else:
            yield here, one.name


def twice(words: Iterable[str | None]) -> list[str]:
    """Return what is named more than once."""
    return sorted(word for word, times in Counter(words).items() if word and times > 1)


@pytest.fixture(scope="module", autouse=True)
def _every_room() -> None:
    """Have all that can be done loaded, whichever tests ran before."""
    assert get_resolver().url_patterns


@pytest.mark.parametrize("kind", sorted(LIVES))
def test_a_step_and_its_action_are_one_word(kind: str) -> None:
    assert [*unlike(LIVES[kind]), *stuck(LIVES[kind])] == []


@pytest.mark.parametrize("kind", sorted(LIVES))
def test_a_step_asks_for_what_its_action_needs(kind: str) -> None:
    assert list(unasked(LIVES[kind])) == []


def test_a_step_and_its_permission_are_one_word() -> None:
    table = {chapter.kind: [line.name for line in chapter.lines] for chapter in permissions.table()}
    assert {kind: list(life.steps) for kind, life in LIVES.items()} == {
        kind: names for kind, names in table.items() if kind in LIVES
    }


def test_a_step_is_the_last_word_of_an_address() -> None:
    ends = {
        address.rstrip("/").rpartition("/")[2]
        for address, _name in addresses(get_resolver().url_patterns)
    }
    steps = {
        step.name
        for life in LIVES.values()
        for step in life.steps.values()
        if step.by != Role.CLOCK and not step.part  # the house itself needs no address
    }
    assert sorted(steps - ends) == []


def test_every_address_is_named_once() -> None:
    known = [
        pair
        for pair in addresses(get_resolver().url_patterns)
        if not pair[0].startswith("accounts/")
    ]
    assert twice(address for address, _name in known) == []
    assert twice(name for _address, name in known) == []


def test_the_rules_can_be_broken() -> None:
    class Status(TextChoices):
        A = "a", "A"
        B = "b", "B"

    life = Life(
        "broken", "x", Status, Step("go", Status.A, None, Role.CLOCK, "go", "gone"), first=Status.A
    )
    try:
        assert list(unlike(life)) == ["broken.go has no action"]
        assert list(stuck(life)) == ["broken: nothing leads to b"]

        def go(thing: object, *, by: object, why: str) -> None:
            """Go."""

        life.actions["go"] = go
        assert list(unasked(life)) == ["broken.go needs ['why'], for which it does not ask"]
        go.__name__ = "went"
        assert "broken.go is done by went" in list(unlike(life))
    finally:
        del LIVES["broken"]
    assert twice(["a", "b", "a", None, None]) == ["a"]
