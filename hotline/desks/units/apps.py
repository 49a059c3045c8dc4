"""Names the desk."""

from django.apps import AppConfig


class UnitsDesk(AppConfig):
    """The desk of units."""

    name = "hotline.desks.units"
    label = "desk_units"
