"""Webhooks: a message as signed JSON to somebody's own programme.

What is signed is the id, the moment of the try and the body, as "id.moment.body" by HMAC-SHA256: a receiver believes no
other sender, no old try played again, and takes each id once. docs/howto/send-messages.md tells him how.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from hotline import clock
from hotline.people.factors import sealing

from . import patience, ways
from .models import Message, Webhook
from .ways import Gone, NotTaken

HERE = ("localhost", "127.0.0.1", "::1")
SEALED_FOR = b"hotline webhook 1"
PREFIX = "whsec_"
SECRET_BYTES = 32
HAD_IT, GONE = 409, 410
LONGEST = 500


def new_secret() -> str:
    """Return a secret that nobody knows, as receivers' libraries write it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def seal(secret: str) -> str:
    """Return what may lie in the database."""
    return sealing.seal(secret, about=SEALED_FOR)


def unseal(hook: Webhook) -> str:
    """Return a webhook's secret."""
    return sealing.unseal(hook.secret, about=SEALED_FOR)


def may_be_told(address: str) -> bool:
    """Say whether an address is one that may be told anything: by https, or on this machine."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
        httpx.URL(address)
    except (ValueError, httpx.InvalidURL):
        return False
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        return False
    plain = all(33 <= ord(sign) < 127 for sign in address) and len(address) <= LONGEST
    return plain and (parts.scheme == "https" or (parts.scheme == "http" and host in HERE))


def body_of(message: Message) -> bytes:
    """Return what a programme is told, the same each time."""
    told = {
        "id": message.key,
        "type": message.event,
        "at": message.posted_at.isoformat(),
        "about": message.about,
        "text": message.text,
        "data": message.data,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(key: str, body: bytes, *, secret: str, at_s: int) -> dict[str, str]:
    """Return what goes with a body: its id, the moment, and the signature over the three."""
    signed = f"{key}.{at_s}.".encode() + body
    raw = base64.b64decode(secret.removeprefix(PREFIX))
    mark = base64.b64encode(hmac.digest(raw, signed, "sha256")).decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "hotline",
        "webhook-id": key,
        "webhook-timestamp": str(at_s),
        "webhook-signature": f"v1,{mark}",
    }


@dataclass(frozen=True)
class Hook:
    """One webhook; its secret is opened when it is told something."""

    hook: Webhook

    def send(self, message: Message) -> bool:
        """Tell it; whatever it answers beyond a number is not read, and it sends nobody elsewhere."""
        body, line = body_of(message), patience.Line()
        at_s = int(clock.now().timestamp())
        headers = headers_of(message.key, body, secret=unseal(self.hook), at_s=at_s)
        client = httpx.Client(
            timeout=patience.ANSWER_S, trust_env=False, verify=ways.trust(), follow_redirects=False
        )
        try:
            with (
                patience.cut_off(patience.WHOLE_S, lambda: line.held),
                client,
                client.stream(
                    "POST", self.hook.address, content=body, headers=headers,
                    extensions={"trace": line.trace},
                ) as answer,
            ):  # fmt: skip
                status = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
            raise NotTaken(f"the webhook did not answer: {type(fault).__name__}") from None
        if status == GONE:
            raise Gone(str(status))
        if not (200 <= status < 300 or status == HAD_IT):
            raise NotTaken(f"the webhook answered {status}")
        return True


def chosen(hook: Webhook | None) -> Hook | None:
    """Return how a webhook is told; None where messages stay in the outbox, or it is stopped."""
    if hook is None or hook.stopped_at is not None or settings.CONFIGURATION.demo:
        return None
    return Hook(hook)
