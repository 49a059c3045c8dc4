"""Seats' telephones as the switch knows them: an account for as long as somebody sits there.

Decides names and what a seat's telephone may do. Whose seat it is, and when the account begins and
ends, is left to the caller; the password should be random and new each time.
"""

from __future__ import annotations

import hashlib

from hotline.telephony.ari.addresses import name_of
from hotline.telephony.ari.client import ALREADY_SO, AriClient

REALM = "asterisk"
AOR: dict[str, object] = {"max_contacts": 1, "remove_existing": "yes", "qualify_frequency": 0}
BROWSER: dict[str, object] = {
    "webrtc": "yes",
    "dtls_auto_generate_cert": "yes",
    "rtp_timeout": 20,  # a window that is closed says no good-bye
}
LASTING = frozenset({403})  # how Asterisk says that an account is written in its own file


def seat_endpoint(name: str, *, media_address: str) -> dict[str, object]:
    """Return how the switch treats a seat's telephone."""
    return {
        "context": "from-seats",
        "aors": name,
        "auth": name,
        "disallow": "all",
        "allow": "alaw,ulaw,opus",
        "identify_by": "username,auth_username",
        "direct_media": "no",
        "media_address": media_address,
        "bind_rtp_to_media_address": "yes",
        "rtp_symmetric": "yes",
        "force_rport": "yes",
        "rewrite_contact": "yes",
        "allow_transfer": "no",
        "send_connected_line": "no",
        "device_state_busy_at": 1,
    }


async def provision(
    ari: AriClient, address: str, password: str, *, media_address: str, browser: bool = False
) -> None:
    """Let the telephone at *address* register with *password*; an account there before is gone."""
    name = name_of(address)
    secret = f"{name}:{REALM}:{password}".encode()
    auth = {"auth_type": "md5", "username": name, "realm": REALM}
    auth["md5_cred"] = hashlib.md5(secret, usedforsecurity=False).hexdigest()  # SIP's own digest
    endpoint = seat_endpoint(name, media_address=media_address) | (BROWSER if browser else {})
    for kind, fields in (("auth", auth), ("aor", AOR), ("endpoint", endpoint)):
        pairs = [{"attribute": key, "value": str(value)} for key, value in fields.items()]
        await ari.ask("PUT", f"{_FOLDER}/{kind}/{name}", body={"fields": pairs}, done=LASTING)


async def revoke(ari: AriClient, address: str) -> None:
    """End the account of the telephone at *address*; a call that it is in goes on."""
    for kind in ("endpoint", "auth", "aor"):
        await ari.ask("DELETE", f"{_FOLDER}/{kind}/{name_of(address)}", done=ALREADY_SO | LASTING)


_FOLDER = "asterisk/config/dynamic/res_pjsip"
