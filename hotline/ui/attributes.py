"""How a mapping becomes HTML attributes: true is bare, false and nothing are left out."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Undefined
from markupsafe import Markup, escape


def written(attributes: Mapping[str, object]) -> Markup:
    """Write the attributes with a leading space each, escaped; the names are the templates' own."""
    parts: list[str] = []
    for name, value in attributes.items():
        if value is True:
            parts.append(f" {name}")
        elif not (value is None or value is False or value == "" or isinstance(value, Undefined)):
            # Plain joining: Markup.format was a sixth of the queue page.
            parts.append(f' {name}="{escape(value)}"')
    return Markup("".join(parts))  # noqa: S704  (every value is escaped above)
