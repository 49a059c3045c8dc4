"""Names the desk apart from other things called auditor."""

from django.apps import AppConfig


class AuditorDesk(AppConfig):
    """The auditor's desk."""

    name = "hotline.desks.auditor"
    label = "desk_auditor"
