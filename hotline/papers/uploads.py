"""How an upload is received: in memory, up to a limit, so that no citizen's photo ever lies unsealed on a disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_BYTES = 20 * 1024 * 1024
"""The largest file that is taken; all files of one request together may be no larger either."""


class Received(FileUploadHandler):
    """Takes what is sent within the limit, and marks the request when more was sent."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        """Take a piece of it, or skip the file once it is too large."""
        self._taken += len(raw_data)
        if self._taken > MOST_BYTES:
            if self.request is not None:
                self.request.sent_too_much = True  # type: ignore[attr-defined]
            self._file = BytesIO()
            raise SkipFile
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file."""
        self._file.seek(0)
        return InMemoryUploadedFile(
            file=self._file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
