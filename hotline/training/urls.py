"""What can be done with courses and places, each an address. The pages stand in the desk of members."""

from __future__ import annotations

from django.urls import path

from . import views
from .life import LIFE, PLACES

app_name = "training"

urlpatterns = [
    path("courses/announce", views.announce, name="announce"),
    path("courses/<int:pk>/enrol", views.enrol, name="enrol"),
    path("courses/<int:pk>/hold", views.hold, name="hold"),
    path("courses/<int:pk>/examine", views.examine, name="examine"),
    *(
        path(f"courses/<int:pk>/{name}", views.step, {"step": name}, name=name)
        for name in LIFE.steps
        if name not in {"hold", "examine"}
    ),
    *(
        path(f"places/<int:pk>/{name}", views.place_step, {"step": name}, name=f"place_{name}")
        for name in PLACES.steps
    ),
]
