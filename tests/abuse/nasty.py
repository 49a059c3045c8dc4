"""What people, programmes and ill will send: one list of values, and how whole requests are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from hypothesis import strategies as st

TEXTS = (
    "",
    " \t\r\n ",
    "0",
    "-1",
    "1.5",
    "1e400",
    "NaN",
    "٣",  # a digit, but not one of ours
    "²",  # isdigit() says yes, int() says no
    "9" * 19,
    "9" * 5000,
    "2147483648",
    "9223372036854775808",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "2026-02-30",
    "true",
    "null",
    "[]",
    '{"a": 1}',
    "水" * 6000,
    "a" * 70_000,
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "' OR 1=1; DROP TABLE cases_case; --",
    "%s %(me)s {0} {{ 7*7 }} {% now %}",
    "\x00",
    "水管\x00漏水",
    "\ud800",  # half a letter
    "\u202eرطوبة\u202c \u200f",
    "👩‍👩‍👧‍👦🛠️" * 40,
    "e\u0301" * 3000,
    "../../../../etc/passwd",
    "//evil.example/",
    "javascript:alert(1)",
    "\\",
    "_",
    "%",
    "None",
)
PATHS = (
    "x",
    "0",
    "9" * 20,
    "水管",
    "..",
    "%00",
    "a" * 3000,
    "<b>",
    "'",
    "👩‍👩‍👧‍👦",
    " ",
    "a:b:c",
    "null",
)
BIG = (0, 1, 2**31, 2**63 - 1, 2**63, 10**40)
TYPES = (
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "",
    "水",
)
BODIES = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"a=%ff&b=%zz&&&=",
    b"[" * 5000,
    b'{"fields": null}',
    b"--x\r\n\r\n",
)


@dataclass(frozen=True)
class Sent:
    """One request."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = field(default=())

    @property
    def form(self) -> bytes:
        """Return the fields as a browser writes them."""
        return urlencode(self.fields, errors="surrogatepass").encode()


def values(good: str) -> st.SearchStrategy[str]:
    """Return what may stand in one field: something good, something of the list, something nobody thought of."""
    return st.one_of(st.just(good), st.sampled_from(TEXTS), st.text(max_size=40))


HEADERS = st.lists(
    st.sampled_from(
        [
            ("X-Requested-With", "step-form"),
            ("X-Requested-With", "live-region"),
            ("Referer", "http://testserver/cases/"),
            ("Referer", "http://evil.example/"),
            ("Referer", "http://[nowhere"),
            ("Cookie", "hotline=forged; language=xx; theme=<b>"),
            ("Accept-Language", "x" * 3000),
            ("If-Modified-Since", "never"),
            ("Range", "bytes=9-1,-,x"),
            ("Last-Event-Id", "x"),
            ("HX-Request", "true"),
        ]
    ),
    max_size=2,
    unique=True,
).map(tuple)


@st.composite
def requests(
    draw: st.DrawFn, method: str, paths: st.SearchStrategy[str], names: dict[str, str]
) -> Sent:
    """Draw one request to an address that is known to read *names*."""
    path, headers = draw(paths), draw(HEADERS)
    if method != "get" and draw(st.integers(0, 7)) == 0:
        body = draw(st.one_of(st.sampled_from(BODIES), st.binary(max_size=60)))
        return Sent(method, path, (), draw(st.sampled_from(TYPES)), body, headers)
    chosen = draw(st.lists(st.sampled_from(sorted(names)), unique=True)) if names else []
    fields = [(name, draw(values(names[name]))) for name in chosen]
    fields += [
        (name, good) for name, good in names.items() if name not in chosen and draw(st.booleans())
    ]
    if fields and draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from(fields))[0]  # the same key again, with something else
        fields.append((name, draw(values(""))))
    return Sent(method, path, tuple(fields), "", None, headers)
