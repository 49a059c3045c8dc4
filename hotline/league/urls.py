"""What can be done with appraisals, each an address. The pages stand in the desk of members."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE

app_name = "league"

urlpatterns = [
    path("of/providers/<int:pk>/draft", views.draft, name="draft"),
    *(
        path(f"appraisals/<int:pk>/{name}", views.step, {"step": name}, name=name)
        for name in LIFE.steps
    ),
]
