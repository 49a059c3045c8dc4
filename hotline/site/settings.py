"""Django's settings, derived from the installation's `Configuration`; nothing here reads the environment itself."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from hotline.people import cookies

from . import database
from .configuration import Configuration

CONFIGURATION = Configuration.from_env()
HOUSE = Path(__file__).resolve().parent.parent

DEBUG = CONFIGURATION.debug
SECRET_KEY = CONFIGURATION.secret_key()
CALLERS_KEY = CONFIGURATION.callers_key()
ALLOWED_HOSTS = list(CONFIGURATION.allowed_hosts)

DOMAINS = [
    "journal", "life", "deadlines", "rules", "people", "outbox", "areas", "catalogue",
    "callers", "providers",
    "calls", "cases", "followups", "dispatch", "desks.operator", "desks.provider", "demo", "ui",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    *(f"hotline.{name}" for name in DOMAINS),
    "hotline.site.apps.Site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hotline.site.middleware.request_id",
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
SESSION_COOKIE_NAME = "hotline"
SESSION_COOKIE_AGE = 12 * 3600  # the longest shift; idle time ends a session long before
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = cookies.over_tls_only(
    ALLOWED_HOSTS, debug=DEBUG, demo=CONFIGURATION.demo
)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hotline.site.faults.no_token"
CSRF_COOKIE_HTTPONLY = False  # the pages' own scripts send it back in a header
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "hotline.people.adapter.Adapter"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = False  # counted in the database instead: hotline/people/lockout.py
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

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "hotline": {"level": "INFO"},
        "httpx": {"level": "WARNING"},
    },
}
