"""Which papers are asked of whom. Pure: the law's forms and the catalogue's permits, in words where one is missing."""

from __future__ import annotations

from hotline.providers.models import Form, PaperKind

OF_PROVIDER = (PaperKind.LICENCE, PaperKind.IDENTITY, PaperKind.INSURANCE, PaperKind.PERMIT)
"""What is written down of a provider; its contract comes with the signing."""
OF_MEMBER = (PaperKind.IDENTITY, PaperKind.CARD, PaperKind.PERMIT, PaperKind.CERTIFICATE)
"""What is written down of a worker."""

BY_FORM = {
    Form.COMPANY: (PaperKind.LICENCE, PaperKind.IDENTITY, PaperKind.INSURANCE),
    Form.SOLE: (PaperKind.LICENCE, PaperKind.IDENTITY, PaperKind.INSURANCE),
    Form.PERSON: (PaperKind.IDENTITY, PaperKind.INSURANCE),
}
"""Without which nobody of this form is let in; what its services ask for comes on top."""
KEEPS = (PaperKind.LICENCE, PaperKind.INSURANCE)
"""Without which one that once had them is sent for nothing."""
NUMBERED = (PaperKind.LICENCE, PaperKind.CARD)
ENDING = (PaperKind.INSURANCE, PaperKind.CARD)
"""Of which no paper is good for ever."""
IDENTITY_SHOWN = 4
"""Of the number on a proof of identity no more than its last signs are kept."""
