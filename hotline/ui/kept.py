"""Parts of a page that are the same for everybody who reads a language, rendered once and kept by this process.

`{% call kept("words") %}…{% endcall %}` keeps its body; whatever the body reads must stand behind the name:
`kept("views", view.name, counts)`. Nothing of a caller, a session or a form belongs in it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from django.utils import translation
from markupsafe import Markup

MOST = 2_000
"""Parts kept: some 4 MB."""

_parts: OrderedDict[Hashable, Markup] = OrderedDict()


def kept(name: str, *reads: Hashable, caller: Callable[[], Markup]) -> Markup:
    """Return the part as it was first rendered in this language from the same values."""
    key = (name, translation.get_language(), *reads)
    part = _parts.get(key)
    if part is None:
        part = _parts[key] = caller()
        if len(_parts) > MOST:
            _parts.popitem(last=False)
    return part
