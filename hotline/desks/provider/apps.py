"""Names the desk apart from other things called provider."""

from django.apps import AppConfig


class ProviderDesk(AppConfig):
    """The provider's desk."""

    name = "hotline.desks.provider"
    label = "desk_provider"
