"""The addresses of the desk of units."""

from __future__ import annotations

from django.urls import path

from .views import contests, duties, units

app_name = "units"

urlpatterns = [
    path("", units.screen, name="units"),
    path("found_unit", units.found_unit, name="found_unit"),
    path("<int:pk>/", units.one, name="unit"),
    path("<int:pk>/describe_unit", units.describe_unit, name="describe_unit"),
    path("duties/", duties.screen, name="duties"),
    path("duties/new/", duties.new, name="new_duty"),
    path("duties/assign_duty", duties.assign_duty, name="assign_duty"),
    path("duties/<int:pk>/", duties.one, name="duty"),
    path("duties/<int:pk>/change_duty", duties.change_duty, name="change_duty"),
    path("duties/<int:pk>/end_duty", duties.end_duty, name="end_duty"),
    path("contests/", contests.screen, name="contests"),
]
