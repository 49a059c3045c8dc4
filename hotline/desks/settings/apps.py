"""Names this desk apart from Django's settings."""

from django.apps import AppConfig


class SettingsDesk(AppConfig):
    """The desk where the line is set up."""

    name = "hotline.desks.settings"
    label = "desk_settings"
