"""The addresses of the watchmen: for machines, for monitors, for whoever is in charge."""

from django.urls import path

from hotline.site.health import healthz
from hotline.site.metrics import metrics
from hotline.site.system_page import line, system

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("system/", system, name="system"),
    path("system/line", line, name="system-line"),
]
