"""What is sent about circulars: their steps through the one door, and the drafting of one. The pages stand in the desk of circulars."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.life import door as life
from hotline.people.guards import role_required

from . import actions, forms
from .life import LIFE, WRITES
from .models import Circular

step = role_required(WRITES)(life.door(LIFE, Circular))
"""Take a step of a circular."""


@role_required(WRITES)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draft one now: the last of a span, or the one around a day."""
    return life.filled(request, forms.DraftForm(request.POST), actions.draft, _("已出草稿"))
