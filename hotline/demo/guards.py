"""What stands at the door of the sample town's own pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def only_in_demo(view: View) -> View:
    """Keep the page out of service; in the demo it is for anybody."""

    @wraps(view)
    def enter(request: HttpRequest, **given: str) -> HttpResponse:
        if not settings.CONFIGURATION.demo:
            raise Http404
        return view(request, **given)

    enter.public = "the sample town is made up"  # type: ignore[attr-defined]
    return enter
