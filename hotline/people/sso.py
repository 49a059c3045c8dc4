"""The city's single sign-on: OpenID Connect's code flow with PKCE, and nothing taken on trust.

Decides when an answer of the provider is believed: state and nonce are ours and used once, the token is signed with a
key of the provider's, for us, by it, in time. Whose account that is, is left to `queries`; roles are ours alone. allauth's own client
checks neither nonce nor signature (docs/decisions/0012).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures that are believed: none that a shared secret or nobody makes."""
PATIENCE_S = 5.0
ANSWER_S = 600
"""How long somebody may take at the provider's page."""
KEEP_S = 3600
LEEWAY_S = 60


class Refused(Exception):
    """The provider's answer is not believed; its text is for the log, not for the screen."""


@dataclass(frozen=True)
class Asked:
    """What we have sent somebody to the provider with, kept in his session until he is back."""

    state: str
    nonce: str
    verifier: str
    at: float
    to: str = ""

    def kept(self) -> dict[str, Any]:
        """Return it as a session keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Known:
    """Who somebody is, as the provider has signed it."""

    subject: str
    username: str
    showed_factor: bool


def button() -> str:
    """Return what the button of single sign-on says; nothing where there is none."""
    ours = settings.CONFIGURATION
    return (ours.oidc_name or _("用统一身份认证登录")) if ours.oidc_issuer else ""


def begin(*, to: str) -> Asked:
    """Make what one way to the provider and back is known by."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _once in range(3))
    return Asked(state, nonce, verifier, time.time(), to)


def address(asked: Asked, *, back: str) -> str:
    """Return the provider's page, where somebody signs in."""
    digest = hashlib.sha256(asked.verifier.encode()).digest()
    given = {
        "response_type": "code",
        "client_id": settings.CONFIGURATION.oidc_client_id,
        "redirect_uri": back,
        "scope": "openid profile",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    page = str(_provider()["authorization_endpoint"])
    return f"{page}{'&' if '?' in page else '?'}{urlencode(given)}"


def known(answer: dict[str, str], asked: Asked | None, *, back: str) -> Known:
    """Return who has come back from the provider, or raise `Refused`."""
    if asked is None or time.time() - asked.at > ANSWER_S:
        raise Refused("nobody was sent there, or too long ago")
    if not constant_time_compare(answer.get("state", ""), asked.state):
        raise Refused("the state is not ours")
    if answer.get("iss", _issuer()) != _issuer():
        raise Refused("another provider answered")
    if "code" not in answer:
        raise Refused(f"the provider said {answer.get('error', 'nothing')[:60]!r}")
    token = _redeemed(answer["code"], asked, back=back)
    claims = _claims(str(token.get("id_token", "")), asked.nonce)
    name = settings.CONFIGURATION.oidc_claim
    if name not in claims:
        claims |= _told(str(token.get("access_token", "")), claims["sub"])
    return Known(
        subject=f"{claims['iss']} {claims['sub']}",
        username=str(claims.get(name, "")).strip().lower(),
        showed_factor="mfa" in (claims.get("amr") or ()),
    )


def forget() -> None:
    """Forget what is known of the provider (another one, in tests)."""
    _document.cache_clear()


def _issuer() -> str:
    return str(settings.CONFIGURATION.oidc_issuer)


def _provider() -> dict[str, Any]:
    """Return what the provider says of itself, asked at most once an hour."""
    address = f"{_issuer()}/.well-known/openid-configuration"
    found = _document(address, int(time.time() // KEEP_S))
    if str(found.get("issuer", "")).rstrip("/") != _issuer():
        raise Refused("the provider calls itself otherwise than the settings do")
    return found


@lru_cache(maxsize=4)
def _document(address: str, _hour: int) -> dict[str, Any]:
    return _asked(address)


def _asked(address: str, **given: Any) -> dict[str, Any]:
    """Ask the provider; raise `Refused` when it does not answer well."""
    try:
        with httpx.Client(timeout=PATIENCE_S, trust_env=False) as client:
            response = client.request("POST" if "data" in given else "GET", address, **given)
            response.raise_for_status()
            found: Any = response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        raise Refused(f"{address}: {fault}") from fault
    if not isinstance(found, dict):
        raise Refused(f"{address} says nothing that can be read")
    return found


def _redeemed(code: str, asked: Asked, *, back: str) -> dict[str, Any]:
    """Give the code back for the token, over our own connection to the provider."""
    ours = settings.CONFIGURATION
    data = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": asked.verifier,
    }
    given: dict[str, Any] = {"data": data}
    ways = _provider().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        given["auth"] = (ours.oidc_client_id, ours.oidc_client_secret())
    else:
        data |= {"client_id": ours.oidc_client_id, "client_secret": ours.oidc_client_secret()}
    return _asked(str(_provider()["token_endpoint"]), **given)


def _claims(token: str, nonce: str) -> dict[str, Any]:
    """Return what the token says, once all of it is checked."""
    ours = settings.CONFIGURATION
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token),
            algorithms=list(ALGORITHMS),
            audience=ours.oidc_client_id,
            issuer=str(_provider()["issuer"]),
            leeway=LEEWAY_S,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as fault:
        raise Refused(f"the token: {fault}") from fault
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise Refused("the token was made for another sign-in")
    audience = claims["aud"]
    if claims.get("azp", ours.oidc_client_id) != ours.oidc_client_id or (
        isinstance(audience, list) and len(audience) > 1 and "azp" not in claims
    ):
        raise Refused("the token was made for another client")
    return claims


def _key(token: str) -> jwt.PyJWK:
    """Return the provider's key that the token names; ask anew once for one that is not known yet."""
    named = jwt.get_unverified_header(token).get("kid")
    address, hour = str(_provider()["jwks_uri"]), int(time.time() // KEEP_S)
    for found in (_document(address, hour), None):
        keys = jwt.PyJWKSet.from_dict(found or _asked(address)).keys
        for key in keys:
            if (named is None and len(keys) == 1) or key.key_id == named:
                return key
    raise Refused("the token names a key that the provider does not have")


def _told(token: str, subject: str) -> dict[str, Any]:
    """Ask the provider for what its token leaves out."""
    page = _provider().get("userinfo_endpoint")
    if not page or not token:
        return {}
    found = _asked(str(page), headers={"Authorization": f"Bearer {token}"})
    if found.get("sub") != subject:
        raise Refused("the provider spoke of somebody else")
    return {name: value for name, value in found.items() if name not in ("iss", "sub", "amr")}
