"""Which settings there are: the name, the default and the meaning of each, in the order of docs/settings.md.

How they are read together is left to `configuration`. Sentences are English: they are for whoever installs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import values


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
        "File with the keys that encrypt second factors and secrets of webhooks; made likewise. Keep a copy.",
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
        "HOTLINE_MAIL_URL",
        "",
        "Server that takes mail, as smtps://mail.city.example:465 (TLS at once) or smtp://mail.city.example:587 "
        "(STARTTLS; only on this machine may it do without). Empty: mail stays in the outbox. The sample town's does.",
        values.mail_server,
    ),
    Setting(
        "HOTLINE_MAIL_USER", "", "Name under which that server knows us; empty: it asks for none."
    ),
    Setting(
        "HOTLINE_MAIL_PASSWORD_FILE", "", "File with that name's password.", values.optional_file
    ),
    Setting(
        "HOTLINE_MAIL_FROM",
        "",
        "Mailbox that mail comes from, as line@city.example.",
        values.mailbox,
    ),
    Setting(
        "HOTLINE_TRUST_FILE",
        "",
        "File with certificates of authorities that are trusted beside the machine's own, by mail and webhooks.",
        values.optional_file,
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
