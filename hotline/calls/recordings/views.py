"""The door to a recording."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hotline.calls.doors import reader
from hotline.calls.models import Call
from hotline.people.guards import role_required
from hotline.people.roles import RIGHTS

from . import actions, answers


@role_required(RIGHTS["listen"] | RIGHTS["listen_own"])
@require_GET
def recording(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Play what was said in a call, to whoever may hear it."""
    person = reader(request)
    call = get_object_or_404(Call.objects.seen_by(person), pk=pk)
    try:
        return answers.played(request, actions.listen(call, by=person))
    except FileNotFoundError:
        raise Http404(_("没有这通电话的录音。")) from None
