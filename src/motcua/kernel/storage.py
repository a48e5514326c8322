"""The local store: files appear whole or not at all, and stay after a power cut."""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.core.files import File
    from django.core.files.storage import Storage

# A disk brings what several ask for at once down in one go: each alone costs as much as all.
_SYNCED_AT_ONCE = 8


class LocalStore(FileSystemStorage):
    """A folder whose files are named by their content, so that a name taken is the same file."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002 - Django's signature
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        self.save_all([(name, content)])
        return name

    def save_all(self, several: Sequence[tuple[str, File[Any]]]) -> None:
        """Keep files under their names, each whole or not at all; when this returns, they stay.

        What is kept together comes down to the disk together.
        """
        parts: list[tuple[Path, Path]] = []
        changed: set[Path] = set()
        try:
            for name, content in several:
                target = Path(self.path(name))
                changed |= self._make_folders(target.parent)
                candidate = target.with_name(f".{secrets.token_hex(8)}.part")
                parts.append((candidate, target))
                self._write(candidate, content)
            _each(_sync, [candidate for candidate, _target in parts])
            for candidate, target in parts:
                candidate.replace(target)
        finally:
            for candidate, _target in parts:
                candidate.unlink(missing_ok=True)
        _each(_sync, sorted(changed | {target.parent for _candidate, target in parts}))

    def _write(self, path: Path, content: File[Any]) -> None:
        mode = self.file_permissions_mode or 0o600
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as handle:
            for chunk in content.chunks():
                handle.write(chunk)

    def _make_folders(self, folder: Path) -> set[Path]:
        """Make the folders that are missing; give those that got one."""
        mode = self.directory_permissions_mode or 0o700
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        for each in reversed(missing):
            each.mkdir(mode=mode, exist_ok=True)
        return {each.parent for each in missing}


def save_all(store: Storage, several: Sequence[tuple[str, File[Any]]]) -> None:
    """Keep files in a store: together where it is a folder, else one after another."""
    if isinstance(store, LocalStore):
        store.save_all(several)
        return
    for name, content in several:
        store.save(name, content)


def _each(act: Callable[[Path], None], paths: Iterable[Path]) -> None:
    left = list(paths)
    if len(left) <= 2:
        for path in left:
            act(path)
        return
    with ThreadPoolExecutor(min(_SYNCED_AT_ONCE, len(left))) as pool:
        list(pool.map(act, left))


def _sync(path: Path) -> None:
    """Have a file's content, or a folder's names, brought down to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
