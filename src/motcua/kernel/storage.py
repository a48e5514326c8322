"""The local store: files appear whole or not at all, and stay after a power cut."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from django.core.files import File


class LocalStore(FileSystemStorage):
    """A folder whose files are named by their content, so that a name taken is the same file."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002 - Django's signature
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        self._make_folders(target.parent)
        candidate = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            self._write(candidate, content)
            candidate.replace(target)
        finally:
            candidate.unlink(missing_ok=True)
        _sync_folder(target.parent)
        return name

    def _write(self, path: Path, content: File[Any]) -> None:
        mode = self.file_permissions_mode or 0o600
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as handle:
            for chunk in content.chunks():
                handle.write(chunk)
            handle.flush()
            os.fsync(descriptor)

    def _make_folders(self, folder: Path) -> None:
        mode = self.directory_permissions_mode or 0o700
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        for each in reversed(missing):
            each.mkdir(mode=mode, exist_ok=True)
            _sync_folder(each.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
