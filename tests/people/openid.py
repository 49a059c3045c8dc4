"""A small OpenID provider on this machine, which does what a test tells it to do wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET = "between the two of us"


@dataclass
class Provider:
    """What it says of whoever signs in there, and what it does wrong."""

    issuer: str = ""
    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "s-28", "preferred_username": "Operator28"}
    )
    wrong: dict[str, Any] = field(default_factory=dict)
    """Claims that replace the right ones; None leaves one out."""
    signed_with: Any = KEY
    algorithm: str = "RS256"
    userinfo: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def sign_in(self, address: str) -> dict[str, str]:
        """Be the browser at the provider's page: return what it is sent back with."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert given["response_type"] == "code"
        assert given["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = given
        return {"code": code, "state": given["state"]}

    def token(self, given: dict[str, str]) -> str:
        """Sign who it is."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": given["client_id"],
            "nonce": given["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        claims |= self.claims | self.wrong
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, self.signed_with, self.algorithm, headers={"kid": "k1"})

    def redeem(self, form: dict[str, str], authorization: str) -> dict[str, str] | None:
        """Give the token for a code, once, to whoever knows the secret and the verifier."""
        given = self.codes.pop(form.get("code", ""), None)
        expected = "Basic " + base64.b64encode(f"hotline:{SECRET}".encode()).decode()
        if (
            given is None
            or authorization != expected
            or form["redirect_uri"] != given["redirect_uri"]
        ):
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != given["code_challenge"]:
            return None
        return {"id_token": self.token(given), "access_token": "a", "token_type": "Bearer"}

    def said(self) -> dict[str, Any]:
        """Return what it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        } | self.document


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path, ours = urlsplit(self.path).path, self.provider
        ours.asked.append(path)
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        known = {
            "/.well-known/openid-configuration": ours.said(),
            "/keys": {"keys": [key | {"kid": "k1", "alg": "RS256", "use": "sig"}]},
            "/userinfo": ours.userinfo,
        }
        self._answer(known.get(path))

    def do_POST(self) -> None:
        self.provider.asked.append(self.path)
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(text).items()}
        self._answer(self.provider.redeem(form, self.headers.get("Authorization", "")))

    def _answer(self, said: Any) -> None:
        body = json.dumps(said).encode()
        self.send_response(400 if said is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def providing() -> Iterator[Provider]:
    """Have a provider on a free port of this machine."""
    provider = Provider()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Bound", (_Handler,), {"provider": provider})
    )
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
