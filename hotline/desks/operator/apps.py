"""Names the desk apart from other things called operator."""

from django.apps import AppConfig


class OperatorDesk(AppConfig):
    """The operator's desk."""

    name = "hotline.desks.operator"
    label = "desk_operator"
