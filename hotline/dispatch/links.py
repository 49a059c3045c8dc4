"""The signed link by which a provider's worker reaches one job without signing in: for one job, one worker, some hours."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from hotline.rules import queries as rules

SALT = "hotline.job"


class LinkOver(Exception):
    """The link is no good: too old, or not ours."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a good link says."""

    dispatch: int
    member: int


def make(*, dispatch: int, member: int) -> str:
    """Return the last part of the address."""
    return signing.dumps([dispatch, member], salt=SALT, compress=False)


def read(token: str) -> Link:
    """Return what a link says, or raise `LinkOver`."""
    try:
        dispatch, member = signing.loads(token, salt=SALT, max_age=rules.book().time("link_h"))
    except signing.BadSignature:
        raise LinkOver from None
    return Link(dispatch, member)
