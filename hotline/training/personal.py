"""What the tables of training hold of people: who taught; who was taught is named by key alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Course, Place

TABLES = (
    Table(
        Course,
        columns=(Column("tutor", _("证书由谁培训"), Erased.STAYS),),
        others={"title": "what a course is about"},
    ),
    Table(Place),
)
