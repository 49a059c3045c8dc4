"""Addresses of the demo."""

from __future__ import annotations

from django.urls import path

from .phone import views as phone

app_name = "demo"
urlpatterns = [
    path("phone", phone.choose, name="phone"),
    path("phone/<str:number>", phone.hold, name="telephone"),
    path("phone/<str:number>/<str:does>", phone.act, name="act"),
]
