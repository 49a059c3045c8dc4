"""Names the desk."""

from django.apps import AppConfig


class AssigningDesk(AppConfig):
    """The desk of assignments."""

    name = "hotline.desks.assigning"
    label = "desk_assigning"
