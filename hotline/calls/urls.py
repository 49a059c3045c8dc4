"""Addresses of seats and calls; a change of state is an address."""

from __future__ import annotations

from django.urls import path

from . import views
from .conduct import views as conduct
from .recordings import views as recordings

app_name = "calls"
urlpatterns = [
    path("seat/sign_in", views.sign_in, name="sign_in"),
    path("seat/ready", views.ready, name="ready"),
    path("seat/take_break", views.take_break, name="take_break"),
    path("seat/sign_out", views.sign_out, name="sign_out"),
    path("seat/telephone", views.telephone, name="telephone"),
    path("seat/show_account", views.show_account, name="show_account"),
    path("seat/lease", views.lease, name="lease"),
    path("call_out", views.call_out, name="call_out"),
    path("<int:pk>/answer", views.answer, name="answer"),
    path("<int:pk>/hang_up", views.hang_up, name="hang_up"),
    path("<int:pk>/conclude", views.conclude, name="conclude"),
    path("<int:pk>/say", views.say, name="say"),
    # in the call
    path("<int:pk>/hold", conduct.hold, name="hold"),
    path("<int:pk>/resume", conduct.resume, name="resume"),
    path("<int:pk>/ask", conduct.ask, name="ask"),
    path("<int:pk>/join", conduct.join, name="join"),
    path("<int:pk>/pass_on", conduct.pass_on, name="pass_on"),
    path("<int:pk>/send", conduct.send, name="send"),
    path("<int:pk>/requeue", conduct.requeue, name="requeue"),
    path("<int:pk>/park", conduct.park, name="park"),
    path("<int:pk>/take", conduct.take, name="take"),
    path("<int:pk>/press", conduct.press, name="press"),
    path("<int:pk>/note", conduct.note, name="note"),
    path("<int:pk>/recording", recordings.recording, name="recording"),
]
