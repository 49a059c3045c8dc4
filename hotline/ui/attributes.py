"""How a mapping becomes HTML attributes: true is bare, false and nothing are left out."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Undefined
from markupsafe import Markup


def written(attributes: Mapping[str, object]) -> Markup:
    """Write the attributes with a leading space each, escaped."""
    parts = [
        Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, value)
        for name, value in attributes.items()
        if not (value is None or value is False or value == "" or isinstance(value, Undefined))
    ]
    return Markup("").join(parts)
