"""What an installation can set, read once from the environment.

Decides the name, the default and the meaning of each setting; docs/settings.md and
`hotline check-config` are made from this list. What a setting does is left to whoever uses it.
Its sentences are English: they are for whoever installs, and are needed before gettext is.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from hotline.callers import ring

from . import keyfiles, values


class Misconfigured(Exception):
    """Some settings cannot be used; each fault is one sentence."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


@dataclass(frozen=True)
class Setting:
    """One setting: its name, its default as one would write it, and what it is for."""

    name: str
    default: str
    says: str
    read: Callable[[str], object] = values.text

    @property
    def field(self) -> str:
        """Name the attribute of `Configuration` that holds it."""
        return self.name.removeprefix("HOTLINE_").lower()


# A default may name a setting above it in braces.
SETTINGS = (
    Setting("HOTLINE_DATA", "var", "Folder of everything this installation keeps.", values.folder),
    Setting("HOTLINE_HOST", "127.0.0.1", "Address the front door listens on."),
    Setting("HOTLINE_PORT", "8000", "Port the front door listens on.", values.port),
    Setting(
        "HOTLINE_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "Host names browsers may use, separated by commas.",
        values.names,
    ),
    Setting(
        "HOTLINE_PUBLIC_URL",
        "",
        "Where citizens and providers reach the pages, as https://line.example.org: links in "
        "messages begin with it. Empty: the front door's own address, for this machine alone.",
        values.site,
    ),
    Setting(
        "DATABASE_URL",
        "",
        "PostgreSQL as postgresql://…; empty: the embedded server under HOTLINE_DATA.",
        values.database,
    ),
    Setting(
        "DATABASE_OWNER_URL",
        "{DATABASE_URL}",
        "The same database as the role that owns the tables and migrates them.",
        values.database,
    ),
    Setting(
        "HOTLINE_SECRET_KEY_FILE",
        "{HOTLINE_DATA}/keys/sessions",
        "File with the keys that sign sessions and links; the default one is made at the first start.",
        values.folder,
    ),
    Setting(
        "HOTLINE_CALLERS_KEY_FILE",
        "{HOTLINE_DATA}/keys/callers",
        "File with the keys that encrypt callers' names and numbers; made likewise. Keep a copy.",
        values.folder,
    ),
    Setting(
        "HOTLINE_FACTORS_KEY_FILE",
        "{HOTLINE_DATA}/keys/factors",
        "File with the keys that encrypt second factors; made likewise. Keep a copy.",
        values.folder,
    ),
    Setting(
        "HOTLINE_SECOND_FACTOR",
        "admin,auditor,leader",
        "Roles that must have a second factor, or none. The sample town asks nobody for one.",
        values.roles,
    ),
    Setting(
        "HOTLINE_TRUSTED_PROXIES",
        "",
        "Addresses or networks of the proxies in front, who alone are believed about where a "
        "request comes from and whether it came over TLS.",
        values.networks,
    ),
    Setting(
        "HOTLINE_OIDC_ISSUER",
        "",
        "Address of the city's OpenID provider; empty: no single sign-on.",
        values.issuer,
    ),
    Setting("HOTLINE_OIDC_CLIENT_ID", "hotline", "Name under which that provider knows us."),
    Setting(
        "HOTLINE_OIDC_CLIENT_SECRET_FILE",
        "",
        "File with the secret it gave us.",
        values.optional_file,
    ),
    Setting(
        "HOTLINE_OIDC_CLAIM",
        "preferred_username",
        "What it says of somebody that is the name of the account here.",
    ),
    Setting("HOTLINE_OIDC_NAME", "", "What the button of single sign-on says."),
    Setting(
        "HOTLINE_SWITCH",
        "sim",
        'Telephone switch: "sim" (in memory, for demonstrations) or "ari" (Asterisk).',
        values.switch,
    ),
    Setting("ARI_URL", "http://127.0.0.1:8088", "Where Asterisk's HTTP server is.", values.http),
    Setting("ARI_USER", "hotline", "User of the Asterisk REST interface."),
    Setting("ARI_PASSWORD_FILE", "", "File with that user's password.", values.optional_file),
    Setting(
        "HOTLINE_PHONES_ADDRESS",
        "127.0.0.1",
        "Address of the switch as telephones reach it: desk phones register there, and their sound and that of "
        "browsers goes there. The default one reaches this machine alone.",
        values.address,
    ),
    Setting(
        "HOTLINE_TURN_URLS",
        "",
        "Relays for telephones in browsers that do not reach that address, as turn:turn.example.org:3478?transport=udp, "
        "separated by commas; stun: and turns: too. Empty: none.",
        values.relays,
    ),
    Setting(
        "HOTLINE_TURN_SECRET_FILE",
        "",
        "File with the secret that those relays share (coturn's static-auth-secret).",
        values.optional_file,
    ),
    Setting("HOTLINE_LINE_NUMBER", "81890", "The number citizens dial.", values.digits),
    Setting(
        "HOTLINE_GATEWAY_URL",
        "",
        "Gateway that sends short messages; empty: they stay in the outbox. The sample town's do.",
        values.service,
    ),
    Setting(
        "HOTLINE_GATEWAY_TOKEN_FILE", "", "File with the token it asks for.", values.optional_file
    ),
    Setting(
        "HOTLINE_DIAL_PREFIXES",
        "01,02,03,04,05,06,07,08,09,10,114,12,13,14,15,162,165,166,167,170,171,172,173,174,175,"
        "176,177,178,18,19,400,800,95,96",
        "Beginnings of the numbers that may be rung, separated by commas: mobiles, land lines and "
        "short service numbers; nothing abroad, nothing that costs extra. Emergencies always may.",
        values.prefixes,
    ),
    Setting(
        "HOTLINE_RECORDINGS",
        "{HOTLINE_DATA}/recordings",
        "Folder the switch writes recordings of calls into; they lie there until they are sealed.",
        values.folder,
    ),
    Setting(
        "HOTLINE_VOICES",
        "{HOTLINE_DATA}/voices",
        "Folder of recordings of ended calls, sealed; never one that a web server serves.",
        values.folder,
    ),
    Setting(
        "HOTLINE_METRICS_TOKEN_FILE",
        "{HOTLINE_DATA}/keys/metrics",
        "File with the token that /metrics asks for; the default one is made at the first start.",
        values.folder,
    ),
    Setting(
        "HOTLINE_PAPERS",
        "{HOTLINE_DATA}/papers",
        "Folder of photos and letters, sealed; never one that a web server serves.",
        values.folder,
    ),
    Setting(
        "HOTLINE_SCAN_COMMAND",
        "",
        "Virus scanner that is fed each upload: 0 clean, 1 infected, as `clamdscan -` answers.",
        values.command,
    ),
    Setting("HOTLINE_WEB_WORKERS", "2", "Processes that serve pages.", values.count),
    Setting("HOTLINE_DEMO", "0", "1: the sample town, where anybody may sign in.", values.flag),
    Setting("HOTLINE_DEBUG", "0", "1: error pages with details; never in service.", values.flag),
)


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
    trusted_proxies: tuple[values.Network, ...]
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
        for question in questions:
            try:
                question()
            except Misconfigured as fault:
                found += fault.faults
        if self.gateway_url and not self.public_url:
            found.append("HOTLINE_PUBLIC_URL is needed when HOTLINE_GATEWAY_URL is set.")
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
