"""Every address of the house, read from the root urlconf: what leads there, who is let in, what its keys stand for.

Decides nothing about what an address answers; the tests of access, bad input, pages and queries are drawn from here, so
that a new address is tried as soon as it exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from hotline.life.steps import LIVES, Step
from hotline.people.roles import Role

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
NOWHERE: dict[str, object] = {
    "int": 999999999,
    "str": "x",
    "slug": "x",
    "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
    "path": "x",
}
"""Keys that lead to nothing, by converter."""

CALLED = {
    "people": "person",
    "jobs": "dispatch",
    "departments": "unit",
    "of": "case",
    "privacy": "erasure",
    "tables": "exchange",
    "holidays": "holiday",
    "factors": "authenticator",
}
"""Words of addresses that are not the plural of what they lead to."""


@dataclass(frozen=True)
class Address:
    """One address of the house: how it is written in the urlconf, and what answers it."""

    route: str
    view: Callable[..., Any]
    given: tuple[tuple[str, Any], ...] = ()

    @property
    def path(self) -> str:
        """Return a path that leads to its view, and there to nothing."""
        return self.to()

    def to(self, **keys: object) -> str:
        """Return the path with these keys in it; what is not given leads to nothing."""

        def key(found: re.Match[str]) -> str:
            return quote(str(keys.get(found[2], NOWHERE[found[1] or "str"])), safe="")

        return "/" + ARGUMENT.sub(key, self.route)

    @property
    def keys(self) -> dict[str, str]:
        """Return the names of its keys, each with its converter."""
        return {name: kind or "str" for kind, name in ARGUMENT.findall(self.route)}

    @property
    def guard(self) -> Role | None:
        """Return which roles its guard lets in; None where there is no guard."""
        return getattr(self.view, "guard", None)

    @property
    def last_word(self) -> str:
        """Return the word that names what it does: the step, the action."""
        return self.route.rstrip("/").rpartition("/")[2]

    @property
    def noun(self) -> str:
        """Return the word before its key: what the key is a key of; empty without one."""
        found = re.search(r"([\w-]+)/(?:<\w+:\w+>/)?<int:pk>", self.route)
        return found[1] if found else ""

    @property
    def model(self) -> type[Model] | None:
        """Return whose rows its key chooses; None when nothing is called so."""
        return models_by_word().get(CALLED.get(self.noun, self.noun))

    @property
    def step(self) -> Step | None:
        """Return the step of a life that it takes; None for any other address."""
        life = LIVES.get(getattr(self.model, "KIND", ""))
        name = dict(self.given).get("step", self.last_word)
        return life.steps.get(name) if life else None


def models_by_word() -> dict[str, type[Model]]:
    """Return every table of ours by its name, in singular and plural."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith(("hotline.", "allauth.mfa.")):
            name = model.__name__.lower()
            ending = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
            for word in (name, f"{name}es" if name.endswith(("ch", "sh", "s")) else ending):
                found[word] = model
    return found


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[Address]:
    """Yield every address there is."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield Address(route, one.callback, tuple(one.default_args.items()))
        else:
            yield from addresses(one, route)


ALL = list(addresses())
