"""Addresses of the demo."""

from __future__ import annotations

from django.urls import path

from . import views
from .phone import views as phone

app_name = "demo"
urlpatterns = [
    path("", views.index, name="index"),
    path("outbox", views.outbox, name="outbox"),
    path("phone", phone.choose, name="phone"),
    path("phone/<str:number>", phone.hold, name="telephone"),
    path("phone/<str:number>/<str:does>", phone.act, name="act"),
]
