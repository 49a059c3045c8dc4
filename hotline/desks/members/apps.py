"""Names the desk."""

from django.apps import AppConfig


class MembersDesk(AppConfig):
    """The desk of members."""

    name = "hotline.desks.members"
    label = "desk_members"
