"""The addresses of the desk of oversight."""

from __future__ import annotations

from django.urls import path

from .views import meetings, own, resolutions

app_name = "oversight"

urlpatterns = [
    path("own/", own.screen, name="own"),
    path("meetings/", meetings.screen, name="meetings"),
    path("meetings/<int:pk>/", meetings.one, name="meeting"),
    path("resolutions/", resolutions.screen, name="resolutions"),
    path("resolutions/<int:pk>/", resolutions.one, name="resolution"),
]
