"""Names the desk."""

from django.apps import AppConfig


class ScoresDesk(AppConfig):
    """The desk of scores."""

    name = "hotline.desks.scores"
    label = "desk_scores"
