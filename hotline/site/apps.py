"""Puts the house together once Django has read every domain."""

from __future__ import annotations

from django.apps import AppConfig


class Site(AppConfig):
    """The top of the stack."""

    name = "hotline.site"

    def ready(self) -> None:
        """Tell the journal and the clocks who reacts to what."""
        from . import reactions

        reactions.install()
