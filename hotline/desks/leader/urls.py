"""The addresses of the leader's desk."""

from __future__ import annotations

from django.urls import path

from .views import acts, floor, restraints, shift

app_name = "leader"

urlpatterns = [
    path("", floor.screen, name="floor"),
    path("now", floor.now, name="floor_now"),
    path("told", floor.told, name="told"),
    path("seats/<int:pk>/", floor.seat, name="seat"),
    path("seats/<int:pk>/force", acts.force, name="force"),
    path("calls/<int:pk>/", floor.call, name="call"),
    path("calls/<int:pk>/requeue", acts.requeue, name="requeue"),
    path("calls/<int:pk>/hear", acts.hear, name="hear"),
    path("calls/<int:pk>/unhear", acts.unhear, name="unhear"),
    path("lines/<int:pk>/close_line", acts.close_line, name="close_line"),
    path("lines/<int:pk>/open_line", acts.open_line, name="open_line"),
    path("notices/post_notice", acts.post_notice, name="post_notice"),
    path("notices/<int:pk>/end_notice", acts.end_notice, name="end_notice"),
    path("restraints/", restraints.screen, name="restraints"),
    path("restraints/<int:pk>/", restraints.one, name="restraint"),
    path("shift/", shift.screen, name="shift"),
    path("shift/now", shift.now, name="shift_now"),
    path("shift/assign", shift.assign, name="assign"),
    path("shift/duties/<int:pk>/release", shift.release, name="release"),
    path("shift/duties/<int:pk>/sign_on", shift.sign_on, name="sign_on"),
    path("shift/draw_up", shift.draw_up, name="draw_up"),
    path("shift/handovers/<int:pk>/", shift.handover, name="handover"),
]
