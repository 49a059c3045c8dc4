"""The stage of allauth's sign-in that stands between a right password and a session.

Whoever has a second factor shows it; whoever must have one and has none sets it up. Until then nobody is signed in:
every other page still sends him to the door.
"""

from __future__ import annotations

from typing import Any

from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hotline.people.models import Person

from . import are_demanded_of, queries

SAMPLE = "sample"
"""How the sample town lets anybody in; a visitor's factor must not shut the next one out."""


class SecondFactor(LoginStage):  # type: ignore[misc]
    """Waits for the second factor."""

    key = "second_factor"
    urlname = "people:second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Send somebody on to show or set up his second factor, or let him through."""
        how = self.state.setdefault("how", getattr(self.request, "signs_in_by", "password"))
        if how == SAMPLE or getattr(self.request, "proved", ""):
            return None, True
        if queries.has_any(self.login.user):
            return redirect("people:second_factor"), True
        if are_demanded_of(self.login.user):
            return redirect("people:set_up_factor"), True
        return None, True

    @property
    def person(self) -> Person:
        """Return who is on his way in."""
        who: Person = self.login.user
        return who

    def passed(self, *, by: str) -> HttpResponse:
        """Let somebody in who has shown his second factor."""
        self.request.proved = by
        self.request.signs_in_by = self.state.get("how", "password")
        entered: HttpResponse = self.exit()
        return entered


def pending(request: HttpRequest) -> SecondFactor | None:
    """Return the stage of whoever has given his password and not yet his second factor."""
    stage: Any = LoginStageController.enter(request, SecondFactor.key)
    if stage is None or not stage.person.is_active:
        return None
    return stage  # type: ignore[no-any-return]
