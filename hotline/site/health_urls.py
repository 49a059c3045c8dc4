"""The address of the watchmen."""

from django.urls import path

from hotline.site.health import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
