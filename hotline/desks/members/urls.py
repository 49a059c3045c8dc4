"""The addresses of the desk of members."""

from __future__ import annotations

from django.urls import path

from .views import absences, modes, providers

app_name = "members"

urlpatterns = [
    path("", providers.screen, name="providers"),
    path("<int:pk>/", providers.one, name="provider"),
    path("<int:pk>/absences/", absences.screen, name="absences"),
    path("<int:pk>/absences/enter", absences.enter, name="enter_absence"),
    path("modes/", modes.screen, name="modes"),
    path("modes/set_mode", modes.set_mode, name="set_mode"),
]
