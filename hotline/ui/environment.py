"""The Jinja2 environment of every page: which words, filters and globals a template may use.

It decides how templates are translated and escaped; where they are found is the settings' matter.
"""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment

from hotline import clock
from hotline.ui import attributes, chip, figures, kept, keys, times


def environment(**options: Any) -> Environment:
    """Make the environment Django's Jinja2 backend asks for, with our filters and globals."""
    options.setdefault("autoescape", True)
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options.pop("extensions", None)
    env = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        static=cache(static),
        url=url,
        html_language=language,
        now=clock.now,
        door=str(settings.LOGIN_URL),
        fresh_key=fresh_key,
        used_up=times.used,
        time_chip=chip.time_chip,
        kept=kept.kept,
    )
    env.filters.update(FILTERS)
    return env


FILTERS = {
    "hm": times.hm,
    "day": times.day,
    "day_hm": times.day_hm,
    "ago": times.ago,
    "duration": times.duration,
    "left": times.left,
    "ms": times.ms,
    "iso": times.iso,
    "money": figures.money,
    "percent": figures.percent,
    "phone": figures.phone,
    "attrs": attributes.written,
    "keycap": keys.cap,
    "keyshortcut": keys.shortcut,
}


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else _address(name)


@cache
def _address(name: str) -> str:
    """Return the address of a page of which there is one; it never changes."""
    return reverse(name)


def language() -> str:
    """Return the reader's language as HTML writes it."""
    code = translation.get_language() or "zh-hans"
    return {"zh-hans": "zh-CN", "zh-hant": "zh-TW"}.get(code, code)


def fresh_key() -> str:
    """Make the key of one intended act, the same however often the act is sent."""
    return str(uuid.uuid4())
