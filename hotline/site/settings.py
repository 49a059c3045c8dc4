"""Django's settings, derived from the installation's `Configuration`; nothing here reads the environment itself."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from hotline.callers.ring import KeyFile
from hotline.people import cookies

from . import database, logs
from .configuration import Configuration

CONFIGURATION = Configuration.from_env()
HOUSE = Path(__file__).resolve().parent.parent

DEBUG = CONFIGURATION.debug
# All three are made at the first start; a faulty file is said before anything else.
SECRET_KEY, *SECRET_KEY_FALLBACKS = [
    key.hex() for _n, key in CONFIGURATION.secret_keys().keys[::-1]
]
CONFIGURATION.callers_keys()
CALLERS_KEY_FILE = CONFIGURATION.callers_key_file
CONFIGURATION.factors_keys()
FACTORS_KEYS = KeyFile(CONFIGURATION.factors_key_file)
# The machine itself asks by its own address: whether all is up, and its figures.
ALLOWED_HOSTS = [*CONFIGURATION.allowed_hosts, "localhost", "127.0.0.1", "[::1]"]

DOMAINS = [
    "journal", "life", "deadlines", "rules", "people", "outbox", "exchanges", "timelimits", "areas", "catalogue",
    "callers", "providers", "departments", "lines", "absences", "pricelists", "deposits", "visits", "training", "scans",
    "replies", "bulletins",
    "calls", "restraints", "cases", "papers", "followups", "wishes",
    "dispatch", "filings", "assignments", "assessment", "notices", "meetings", "inspections", "circulars",
    "disputes", "discipline", "league", "shifts", "privacy", "portal",
    "desks.operator", "desks.leader", "desks.provider", "desks.department", "desks.members", "desks.assigning",
    "desks.units", "desks.scores", "desks.circulars", "desks.oversight", "desks.settings", "desks.auditor", "demo", "ui",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    *(f"hotline.{name}" for name in DOMAINS),
    "hotline.site.apps.Site",
]

MIDDLEWARE = [
    "hotline.site.headers.kept_safe",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hotline.site.middleware.request_id",
    "hotline.site.requests.watched",
    "hotline.site.middleware.watchmen",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hotline.site.middleware.signed_in",
    "hotline.site.middleware.idle_time",
    "hotline.site.middleware.locale_of_person",
    "hotline.site.faults.never_silent",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hotline.site.middleware.say_what_was_not_done",
]

ROOT_URLCONF = "hotline.site.urls"
WSGI_APPLICATION = "hotline.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": sorted(str(folder) for folder in HOUSE.glob("**/templates")),
        "OPTIONS": {
            "environment": "hotline.ui.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "hotline.site.context.everywhere",
            ],
        },
    },
    {  # allauth's own pages, where ours do not stand in front of them
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": database.runtime_database(CONFIGURATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "hotline.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # the longest shift; idle time ends a session long before
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = cookies.over_tls_only(
    ALLOWED_HOSTS, debug=DEBUG, demo=CONFIGURATION.demo
)
SESSION_COOKIE_NAME = cookies.named("hotline", over_tls=SESSION_COOKIE_SECURE)
CSRF_COOKIE_NAME = cookies.named("csrftoken", over_tls=CSRF_COOKIE_SECURE)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A proxy that speaks TLS and is not named (HOTLINE_TRUSTED_PROXIES) must not make every form fail.
CSRF_TRUSTED_ORIGINS = cookies.tls_origins(ALLOWED_HOSTS)
CSRF_FAILURE_VIEW = "hotline.site.faults.no_token"
CSRF_COOKIE_HTTPONLY = True  # the pages' own scripts take the token from the page
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # the door's own word, no visitor's
SECURE_HSTS_SECONDS = 365 * 24 * 3600  # said over TLS alone

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "hotline.people.adapter.Adapter"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = False  # counted in the database instead: hotline/people/lockout.py
MFA_ADAPTER = "hotline.people.factors.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = False  # a desk is shared: the cookie goes with the browser's window

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [str(HOUSE / "locale")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

FILE_UPLOAD_HANDLERS = ["hotline.papers.uploads.Received"]  # no upload lies on a disk unsealed
DEFAULT_EXCEPTION_REPORTER_FILTER = "hotline.site.faults.WithoutValues"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING = logs.settings()
