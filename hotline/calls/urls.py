"""Addresses of seats and calls; a change of state is an address."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "calls"
urlpatterns = [
    path("seat/sign_in", views.sign_in, name="sign_in"),
    path("seat/ready", views.ready, name="ready"),
    path("seat/take_break", views.take_break, name="take_break"),
    path("seat/sign_out", views.sign_out, name="sign_out"),
    path("seat/lease", views.lease, name="lease"),
    path("call_out", views.call_out, name="call_out"),
    path("<int:pk>/answer", views.answer, name="answer"),
    path("<int:pk>/hang_up", views.hang_up, name="hang_up"),
    path("<int:pk>/conclude", views.conclude, name="conclude"),
    path("<int:pk>/say", views.say, name="say"),
    path("<int:pk>/recording", views.recording, name="recording"),
]
