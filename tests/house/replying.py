"""Reply templates for tests that want one of each kind of thing: the bureau's own, and another unit's."""

from __future__ import annotations

from typing import Any

from hotline.replies import actions as replies
from hotline.replies.models import Template
from tests.town import Town

WHOSE = {
    "own": ("执法局", "clerk"),
    "other": ("供电公司", "power"),
    "secret": ("安阳街道", "anyang"),
}


def template_of(things: Any, which: str) -> Template:
    """Return a template of the clerk's unit, or of another."""
    known = Template.objects.filter(title=which).first()
    short, who = WHOSE[which]
    town: Town = things.town
    return known or replies.keep(
        town.units[short], title=which, answer="修好了", by=town.people[who]
    )


def begin(town: Town) -> None:
    """Let a unit have a template."""
    replies.keep(town.units["执法局"], title="路灯", answer="修好了", by=town.people["clerk"])
