"""The addresses of the desk of units."""

from __future__ import annotations

from django.urls import path

from .views import contests, remits, units

app_name = "units"

urlpatterns = [
    path("", units.screen, name="units"),
    path("found_unit", units.found_unit, name="found_unit"),
    path("<int:pk>/", units.one, name="unit"),
    path("<int:pk>/describe_unit", units.describe_unit, name="describe_unit"),
    path("remits/", remits.screen, name="remits"),
    path("remits/new/", remits.new, name="new_remit"),
    path("remits/assign_remit", remits.assign_remit, name="assign_remit"),
    path("remits/<int:pk>/", remits.one, name="remit"),
    path("remits/<int:pk>/change_remit", remits.change_remit, name="change_remit"),
    path("remits/<int:pk>/end_remit", remits.end_remit, name="end_remit"),
    path("contests/", contests.screen, name="contests"),
]
