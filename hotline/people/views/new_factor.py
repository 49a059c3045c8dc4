"""What the page that adds a second factor shows and takes, on one's way in and under one's own account alike."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hotline.people import devices
from hotline.people.factors import actions, codes
from hotline.people.forms import CredentialForm
from hotline.people.models import Person


def new_factor(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Return what the page shows: the picture for the app, and its secret to be typed instead."""
    secret = get_totp_secret()
    return {
        "picture": codes.picture(codes.address(person, secret)),
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        "device": devices.named(request.headers.get("User-Agent", "")),
    }


def added(request: HttpRequest, person: Person) -> tuple[str, list[str]]:
    """Add what was sent, an app's code or a passkey; return its kind, and recovery codes if these are new."""
    if "credential" not in request.POST:
        code = request.POST.get("code", "")[:40]
        return "totp", actions.add_app(person, secret=get_totp_secret(), code=code, by=person)
    form = CredentialForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("没有通过验证，请再试一次。"))
    credential = form.cleaned_data["credential"]
    webauthn.parse_registration_response(credential)
    webauthn.complete_registration(credential)
    name = form.cleaned_data["name"] or devices.named(request.headers.get("User-Agent", ""))
    made = actions.add_passkey(person, name=name, credential=credential, by=person)
    return "passkey", made
