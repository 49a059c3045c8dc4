"""The addresses of the desk of oversight."""

from __future__ import annotations

from django.urls import path

from .views import citations, inspections, meetings, own, resolutions

app_name = "oversight"

urlpatterns = [
    path("own/", own.screen, name="own"),
    path("meetings/", meetings.screen, name="meetings"),
    path("meetings/<int:pk>/", meetings.one, name="meeting"),
    path("resolutions/", resolutions.screen, name="resolutions"),
    path("resolutions/<int:pk>/", resolutions.one, name="resolution"),
    path("inspections/", inspections.screen, name="inspections"),
    path("inspections/<int:pk>/", inspections.one, name="inspection"),
    path("citations/", citations.screen, name="citations"),
    path("citations/<int:pk>/", citations.one, name="citation"),
]
