"""Names the desk."""

from django.apps import AppConfig


class OversightDesk(AppConfig):
    """The desk of oversight."""

    name = "hotline.desks.oversight"
    label = "desk_oversight"
