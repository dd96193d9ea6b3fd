"""What comes in with a form is written down only as far as it could be taken: an endless file must not fill the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from fadu.cases.intake import LARGEST


class OnlySoFar(FileUploadHandler):
    """Passes on a file's bytes until it is longer than any that is taken, and drops the rest: whoever examines it sees that it is too long."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= LARGEST else None

    def file_complete(self, file_size: int) -> Any:
        """The handlers after this one have the file."""
        return None
