"""Names the desk apart from other things called leader."""

from django.apps import AppConfig


class LeaderDesk(AppConfig):
    """The shift leader's desk."""

    name = "hotline.desks.leader"
    label = "desk_leader"
