"""The addresses of the desk of assignments."""

from __future__ import annotations

from django.urls import path

from .views import deciding, watching

app_name = "assigning"

urlpatterns = [
    path("", deciding.pleas, name="pleas"),
    path("review/", deciding.review, name="review"),
    path("uncovered/", deciding.uncovered, name="uncovered"),
    path("due/", watching.due, name="due"),
    path("supervised/", watching.supervised, name="supervised"),
    path("stuck/", watching.stuck, name="stuck"),
]
