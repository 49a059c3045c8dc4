"""Names the desk."""

from django.apps import AppConfig


class CircularsDesk(AppConfig):
    """The desk of circulars."""

    name = "hotline.desks.circulars"
    label = "desk_circulars"
