"""What every answer tells the browser to refuse: foreign scripts, inline styles, frames, devices that no page needs.

A view that needs another policy sets its own header; what is set stays. HSTS, nosniff and the referrer are
Django's own, in the settings.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",  # a photo is shown before it is sent
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""Where each kind of thing may come from; nothing inline, nothing evaluated."""

DEVICES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "gyroscope", "hid",
    "idle-detection", "magnetometer", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What no page of ours asks a browser for."""

OWN = ("microphone", "geolocation")
"""What our own pages alone may ask for: the telephone at the desk; where a worker stands, when he presses it."""

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{kind} {whence}" for kind, whence in POLICY.items()),
    "Permissions-Policy": ", ".join(
        [*(f"{one}=()" for one in DEVICES), *(f"{one}=(self)" for one in OWN)]
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",  # for browsers that do not read frame-ancestors
    "X-Permitted-Cross-Domain-Policies": "none",
}


def kept_safe(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Put the headers on every answer, static files and errors too."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return handle
