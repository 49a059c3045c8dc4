"""The register as a page of the documentation: what stands in every table, with the numbers a new line begins with."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.personal import Table
from hotline.rules.book import Book
from hotline.rules.numbers import NUMBERS

from . import register

_HEAD = """# Personal data

Every column of the database that can hold words about somebody, why it is there, for how long, and how it is emptied. Made by
`make docs` from what each package says of its own tables (`personal.py` beside the models); a test refuses a column of which
nothing is said. The page `/privacy/` shows the same with the numbers in force; how long is kept is a rule of the line
(`hotline/rules/numbers.py`). The reasoning: [20](decisions/0020-forgetting.md), [21](decisions/0021-changing-keys.md).

- **On request**: somebody of the administration or the audit writes the request down, another one grants it. What is under way is
  waited for. Then everything registered that belongs to the person is emptied, files are deleted; keys, statuses, times, service,
  area and the journal's chain stay. The request's page is the record that the person is given: numbers only.
- **In time**: once a day, in batches, each table by its own rule. A caller goes when he has long not rung and nothing of his is under way.
- **Backups** hold what was erased for as long as they are kept: keep none longer than a month. The list `erased`, beside the callers'
  keys, names those who were forgotten by key alone; `hotline backup … --keys …` copies it with the keys, apart from the
  backups, and `hotline restore` forgets them again before anybody signs in; what the clock erases it erases again by itself.
- **Keys**: `hotline keys rotate` while the system runs, `hotline keys status`, `hotline keys retire` ten minutes later or more.
- **Logs** name things by key. Database errors are told by their kind, numbers are masked; the embedded PostgreSQL logs no
  statements. For a PostgreSQL of your own set `log_error_verbosity = terse` and `log_min_error_statement = panic`.
"""
_COLUMNS = "| column | why | emptied by |\n| --- | --- | --- |"


def page() -> str:
    """Return the page, as docs/personal-data.md has it."""
    book = Book({number.name: number.default for number in NUMBERS})
    held = [table for table in register.tables() if table.columns]
    chapters = ("\n".join(_chapter(table, book)) for table in held)
    return "\n".join([_HEAD, *chapters, "\n".join(_others())])


def _chapter(table: Table, book: Book) -> Iterator[str]:
    yield f"## {table.model._meta.label}: {register.label(table)}\n"
    yield f"{register.kept(table, book)}\n"
    yield _COLUMNS
    for column in table.columns:
        yield f"| `{column.name}` | {column.why} | {register.how(column)} |"
    yield ""


def _others() -> Iterator[str]:
    yield "## Columns that hold nobody's words\n"
    yield "| column | what it holds |\n| --- | --- |"
    for table in register.tables():
        for name, why in table.others.items():
            yield f"| `{table.model._meta.label}.{name}` | {why} |"
    yield ""
