"""What allauth's second factor asks the house: how secrets are kept, and how we are called in an app or a browser."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hotline.people.models import Person

from . import sealing


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks the house."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Unseal a secret."""
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return what an app shows above its code."""
        return str(settings.CONFIGURATION.line_number)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return to whom a passkey belongs: to this host name."""
        host = context.request.get_host().rpartition(":")[0] or context.request.get_host()
        return {"id": host, "name": str(settings.CONFIGURATION.line_number)}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """Return whose passkey it is, as the browser shows it; the number stands for the account."""
        return {
            "id": user_pk_to_url_str(user).encode(),
            "display_name": user.name,
            "name": user.username,
        }

    def validation_error(self, _code: str, *_args: Any) -> ValidationError:
        """Return what is said when nothing of what was shown is right."""
        return ValidationError(_("没有通过验证，请再试一次。"), code="wrong")
