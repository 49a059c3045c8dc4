"""What the journal holds of people: words beside the entries, which stay whole without them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Table

from .models import Entry, Reaction, Seal, Words

TABLES = (
    Table(
        Words,
        label=_("操作日志里的原话"),
        about=("kind", "subject"),
        columns=(
            Column("text", _("办事人写下的原因、答复、备注")),
            # A few digits could be guessed from their hash as long as the salt is there.
            Column("salt", _("核对原因、答复、备注没有改过")),
        ),
        emptied_at="erased_at",
    ),
    Table(
        Entry,
        others={
            "act": "a step's name",
            "kind": "a kind's name",
            "said": "keys, codes and hashes: words lie apart",
            "was": "a status",
            "now": "a status",
            "request": "drawn by lot",
            "before": "a hash",
        },
    ),
    Table(
        Seal,
        others={
            "members": "keys, numbers and hashes of entries",
            "before": "a hash",
            "hash": "a hash",
        },
    ),
    Table(Reaction, others={"name": "a function's name", "trouble": "what kind of fault it was"}),
)
