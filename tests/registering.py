"""A bare REGISTER, word for word: what a switch says to a password, right or wrong."""

from __future__ import annotations

import hashlib
import re
import secrets
import socket

from tests.phones import PATIENCE_S


def register(whence: str, switch: tuple[str, int], user: str, password: str) -> list[int]:
    """Ask to be registered as a telephone does, word for word, and at once no more; return what was answered, in order."""
    told: list[int] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind((whence, 0))
        line.settimeout(PATIENCE_S)
        port, call, shown = line.getsockname()[1], secrets.token_hex(8), ""
        for turn in (1, 2):
            line.sendto(
                f"REGISTER sip:{switch[0]} SIP/2.0\r\n"
                f"Via: SIP/2.0/UDP {whence}:{port};branch=z9hG4bK{secrets.token_hex(8)};rport\r\n"
                f"From: <sip:{user}@{switch[0]}>;tag={call}\r\nTo: <sip:{user}@{switch[0]}>\r\n"
                f"Call-ID: {call}\r\nCSeq: {turn} REGISTER\r\nMax-Forwards: 70\r\n"
                f"Contact: <sip:{user}@{whence}:{port}>;expires=0\r\n{shown}"
                "Content-Length: 0\r\n\r\n".encode(),
                switch,
            )
            said = line.recv(65_535).decode()
            told.append(int(said.split()[1]))
            if told[-1] != 401:
                break
            shown = proof(said, user, password, f"sip:{switch[0]}")
    return told


def proof(challenge: str, user: str, password: str, uri: str) -> str:
    """Return the head by which whoever knows the password answers a challenge (RFC 2617, qop=auth)."""
    given = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    once = secrets.token_hex(4)
    asked = _md5(f"{user}:{given['realm']}:{password}"), given["nonce"], "00000001", once, "auth"
    answer = _md5(":".join([*asked, _md5(f"REGISTER:{uri}")]))
    heads = {"username": user, "realm": given["realm"], "nonce": given["nonce"], "uri": uri}
    heads |= {"response": answer, "cnonce": once, "opaque": given.get("opaque", "")}
    said = ", ".join(f'{name}="{value}"' for name, value in heads.items())
    return f"Authorization: Digest {said}, algorithm=MD5, qop=auth, nc=00000001\r\n"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()  # SIP's own digest
