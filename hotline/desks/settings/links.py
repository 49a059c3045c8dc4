"""Links in messages are as good as keys: whoever looks a message up sees that there was one, never which."""

from __future__ import annotations

import re

LINK = re.compile(r"(https?://\S+?/(?:jobs/t|track/l|notices/t)/)[^\s/]+(/?)")


def hidden(text: str) -> str:
    """Return a message's words with no link in them that anybody could go by."""
    return LINK.sub(r"\1…\2", text)
