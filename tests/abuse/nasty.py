"""What people, programmes and ill will send: one list of values, and how whole requests are made of them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
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

    @property
    def query(self) -> str:
        """Return what stands behind the path: the fields of a GET."""
        return f"?{self.form.decode()}" if self.method == "get" and self.fields else ""

    @property
    def content(self) -> bytes:
        """Return the body: as it was given, else the fields."""
        if self.body is not None:
            return self.body
        return b"" if self.method == "get" else self.form

    @property
    def content_type(self) -> str:
        """Return what the body says it is."""
        return self.kind or "application/x-www-form-urlencoded"


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


SHARED = ("key", "next")
"""Names that one function reads for all addresses: each address tries two of the texts on them, all together each."""


def sweep(method: str, path: str, names: dict[str, str], *, most: int) -> Iterator[Sent]:
    """Yield requests in which each field meets up to *most* of the texts, while all others are good.

    Which ones hangs on the address and the field: the many fields that are read alike meet them all together.
    """
    bare = re.sub(r"\d+", "", path.partition("?")[0])
    for name in names:
        first = zlib.crc32(f"{bare} {name}".encode()) % len(TEXTS)
        texts = (*TEXTS[first:], *TEXTS[:first])[: min(most, 2) if name in SHARED else most]
        for text in texts:
            yield Sent(method, path, tuple((names | {name: text}).items()))


PNG = b"\x89PNG\r\n\x1a\n"
FILES: tuple[tuple[str, str, bytes], ...] = (
    ("", "image/png", b""),
    ("a.png", "image/png", b""),
    ("a.png", "image/png", PNG + b"\x00" * 40),
    ("a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + b"\xff" * 2000),
    ("../../../etc/passwd", "text/plain", b"root:x:0:0"),
    ("a\x00.png", "image/png", PNG),
    ("水" * 300 + ".pdf", "application/pdf", b"%PDF-1.7\n%%EOF"),
    (
        "a.pdf",
        "application/pdf",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
    ),
    ("a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("a.exe", "application/octet-stream", b"MZ" + b"\x00" * 300),
    ("a.xlsx", "application/zip", b"PK\x03\x04" + b"\x00" * 100),
    ("a.csv", "text/csv", "编码,层级,名称\n".encode("gb18030") + b"\xff\x00\n"),
    ("a.csv", "text/csv", ("编码,层级,名称\n" + '"' * 99).encode()),
    ("a.csv", "text/csv", (",".join(["编码"] * 500) + "\n").encode()),
    ("a.csv", "text/csv", ("编码,层级,名称\n" + "=1+1,水" * 400 + "\x00\n").encode()),
)
"""Files as people, programmes and ill will send them: name, what it says it is, what is in it."""
EDGE = "----edge"


def files(path: str, names: dict[str, str], read: Sequence[str]) -> Iterator[Sent]:
    """Yield forms in many parts with nasty files: all of them where files are read, else two under any name."""
    for name, kind, data in FILES if read else FILES[4:6]:
        yield Sent(
            "post",
            path,
            (),
            f"multipart/form-data; boundary={EDGE}",
            b"".join(
                _part(field, value.encode(errors="surrogatepass")) for field, value in names.items()
            )
            + b"".join(_part(field, data, name, kind) for field in read or ("file",))
            + f"--{EDGE}--\r\n".encode(),
        )


def _part(field: str, data: bytes, name: str | None = None, kind: str = "") -> bytes:
    """Return one part of a form: a value, or a file with its name."""
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"'
    head += "" if name is None else f'; filename="{name}"\r\nContent-Type: {kind}'
    return head.encode() + b"\r\n\r\n" + data + b"\r\n"
