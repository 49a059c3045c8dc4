"""What an installation can set, read once from the environment.

Which there are stands in `setting_list`; docs/settings.md and `hotline check-config` are made from that list. What a
setting does is left to whoever uses it. The sentences are English: they are for whoever installs, and are needed before
gettext is.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from hotline.callers import ring

from . import keyfiles
from .setting_list import SETTINGS
from .values import Network

__all__ = ["SETTINGS", "Configuration", "Misconfigured", "markdown"]


class Misconfigured(Exception):
    """Some settings cannot be used; each fault is one sentence."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """The settings of this installation, each with its right type."""

    data: Path
    host: str
    port: int
    allowed_hosts: tuple[str, ...]
    public_url: str
    database_url: str
    database_owner_url: str
    secret_key_file: Path
    callers_key_file: Path
    factors_key_file: Path
    second_factor: frozenset[str]
    trusted_proxies: tuple[Network, ...]
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret_file: Path | None
    oidc_claim: str
    oidc_name: str
    switch: Literal["sim", "ari"]
    ari_url: str
    ari_user: str
    ari_password_file: Path | None
    phones_address: str
    turn_urls: tuple[str, ...]
    turn_secret_file: Path | None
    line_number: str
    gateway_url: str
    gateway_token_file: Path | None
    mail_url: str
    mail_user: str
    mail_password_file: Path | None
    mail_from: str
    trust_file: Path | None
    dial_prefixes: tuple[str, ...]
    recordings: Path
    voices: Path
    metrics_token_file: Path
    papers: Path
    scan_command: tuple[str, ...]
    web_workers: int
    demo: bool
    debug: bool

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read every setting, or raise `Misconfigured` with all that is wrong."""
        given = os.environ if environ is None else environ
        texts: dict[str, str] = {}
        values: dict[str, Any] = {}
        faults: list[str] = []
        for setting in SETTINGS:
            text = given.get(setting.name) or setting.default.format(**texts)
            texts[setting.name] = text
            try:
                values[setting.field] = setting.read(text)
            except ValueError as fault:
                if given.get(setting.name):  # else the one it is taken from is at fault
                    faults.append(f"{setting.name} {fault}.")
        if faults:
            raise Misconfigured(faults)
        return cls(**values)

    @property
    def embedded(self) -> bool:
        """Tell whether the database is the embedded server of this installation."""
        return not self.database_url

    @property
    def address(self) -> str:
        """Return where the pages are reached: what every link that leaves the house begins with."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def postgres_folder(self) -> Path:
        """Name the folder of the embedded server."""
        return self.data / "postgres"

    @property
    def run_folder(self) -> Path:
        """Name the folder of sockets and heartbeats."""
        return self.data / "run"

    def secret_keys(self) -> ring.Ring:
        """Return the keys that sign sessions; make the default one at the first start."""
        return self._ring(self.secret_key_file, "HOTLINE_SECRET_KEY_FILE")

    def callers_keys(self) -> ring.Ring:
        """Return the keys that seal callers; make the default one likewise."""
        return self._ring(self.callers_key_file, "HOTLINE_CALLERS_KEY_FILE")

    def factors_keys(self) -> ring.Ring:
        """Return the keys that seal second factors; make the default one likewise."""
        return self._ring(self.factors_key_file, "HOTLINE_FACTORS_KEY_FILE")

    @property
    def demands_factor(self) -> frozenset[str]:
        """Name the roles that must have a second factor here."""
        return frozenset() if self.demo else self.second_factor

    def metrics_token(self) -> str:
        """Return the token that opens /metrics; make the default one at the first start."""
        file = self.metrics_token_file
        if file.parent == self.data / "keys":
            keyfiles.make(file, secrets.token_urlsafe(32).encode())
        try:
            return file.read_text().strip()
        except OSError as fault:
            raise Misconfigured([f"HOTLINE_METRICS_TOKEN_FILE cannot be read: {fault}."]) from None

    def ari_password(self) -> str:
        """Return the password of the Asterisk REST interface."""
        return _secret(self.ari_password_file, "ARI_PASSWORD_FILE", "HOTLINE_SWITCH is ari")

    def turn_secret(self) -> str:
        """Return the secret that the relays share; empty when none of them asks for one."""
        if not any(url.startswith("turn") for url in self.turn_urls):
            return ""
        name, when = "HOTLINE_TURN_SECRET_FILE", "HOTLINE_TURN_URLS names a turn: or turns: address"
        return _secret(self.turn_secret_file, name, when)

    def oidc_client_secret(self) -> str:
        """Return the secret that the OpenID provider gave us."""
        file, name = self.oidc_client_secret_file, "HOTLINE_OIDC_CLIENT_SECRET_FILE"
        return _secret(file, name, "HOTLINE_OIDC_ISSUER is set")

    def gateway_token(self) -> str:
        """Return the token that the gateway of messages asks for."""
        file, name = self.gateway_token_file, "HOTLINE_GATEWAY_TOKEN_FILE"
        return _secret(file, name, "HOTLINE_GATEWAY_URL is set")

    def mail_password(self) -> str:
        """Return the password that the mail server asks for; empty when it knows us by no name."""
        if not self.mail_user:
            return ""
        file, name = self.mail_password_file, "HOTLINE_MAIL_PASSWORD_FILE"
        return _secret(file, name, "HOTLINE_MAIL_USER is set")

    def faults(self) -> list[str]:
        """Say in sentences what stands in the way of a start with these settings."""
        found: list[str] = []
        questions: list[Callable[[], object]] = [
            self.secret_keys,
            self.callers_keys,
            self.factors_keys,
            self.metrics_token,
            self.turn_secret,
        ]
        if self.oidc_issuer:
            questions.append(self.oidc_client_secret)
        if self.switch == "ari":
            questions.append(self.ari_password)
        if self.gateway_url:
            questions.append(self.gateway_token)
        if self.mail_url:
            questions.append(self.mail_password)
        for question in questions:
            try:
                question()
            except Misconfigured as fault:
                found += fault.faults
        if self.gateway_url and not self.public_url:
            found.append("HOTLINE_PUBLIC_URL is needed when HOTLINE_GATEWAY_URL is set.")
        if self.mail_url and not self.mail_from:
            found.append("HOTLINE_MAIL_FROM is needed when HOTLINE_MAIL_URL is set.")
        if self.mail_url and not self.public_url:
            found.append("HOTLINE_PUBLIC_URL is needed when HOTLINE_MAIL_URL is set.")
        if self.trust_file is not None and not self.trust_file.is_file():
            found.append(f"HOTLINE_TRUST_FILE cannot be read: {self.trust_file}.")
        if self.scan_command and shutil.which(self.scan_command[0]) is None:
            found.append(f"HOTLINE_SCAN_COMMAND cannot be run: no program {self.scan_command[0]}.")
        if self.debug and not self.demo and self.host not in ("127.0.0.1", "localhost", "::1"):
            found.append("HOTLINE_DEBUG must be 0 where others can reach the system.")
        return found

    def _ring(self, file: Path, name: str) -> ring.Ring:
        if file.parent == self.data / "keys":
            keyfiles.make(file, secrets.token_bytes(ring.SIZE))
        try:
            return ring.parse(file.read_bytes())
        except OSError as fault:
            raise Misconfigured([f"{name} cannot be read: {fault}."]) from None
        except ring.RingUnreadable:
            must = "must hold exactly 32 random bytes, or what `hotline keys rotate` wrote"
            raise Misconfigured([f"{name} {must}: {file}."]) from None


def _secret(file: Path | None, name: str, when: str) -> str:
    if file is None:
        raise Misconfigured([f"{name} is needed when {when}."])
    try:
        secret = file.read_text().strip()
    except OSError as fault:
        raise Misconfigured([f"{name} cannot be read: {fault}."]) from None
    if not secret:
        raise Misconfigured([f"{name} must not be empty: {file}."])
    return secret


def markdown() -> str:
    """Write the list of settings as docs/settings.md has it."""
    rows = [f"| `{one.name}` | {_shown(one.default)} | {one.says} |" for one in SETTINGS]
    return "\n".join(["| setting | default | meaning |", "| --- | --- | --- |", *rows, ""])


def _shown(default: str) -> str:
    return f"`{default}`" if default else "none"
