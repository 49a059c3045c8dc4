"""How a mapping becomes HTML attributes: true is bare, false and nothing are left out."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape


def written(attributes: Mapping[str, object]) -> Markup:
    """Write the attributes with a leading space each, escaped."""
    parts = [
        Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, value)
        for name, value in attributes.items()
        if value is not None and value is not False and value != ""
    ]
    return Markup("").join(parts) if parts else escape("")
