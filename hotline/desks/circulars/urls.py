"""The addresses of the desk of circulars."""

from __future__ import annotations

from django.urls import path

from .views import behind, files, pages

app_name = "circular"

urlpatterns = [
    path("", pages.screen, name="all"),
    path("<int:pk>/", pages.one, name="one"),
    path("<int:pk>/words", pages.words, name="words"),
    path("<int:pk>/behind", behind.screen, name="behind"),
    path("<int:pk>/print", files.printed, name="print"),
    path("<int:pk>/pdf", files.pdf, name="pdf"),
    path("<int:pk>/word", files.word, name="word"),
]
