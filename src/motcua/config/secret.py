"""The node's own secret key: made once, kept with mode 0600, never a default."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_or_make(path: Path) -> str:
    """Give the secret in a file; make the file when there is none. Safe when two processes race."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    candidate = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_urlsafe(64))
    try:
        os.link(candidate, path)
    except FileExistsError:
        return path.read_text().strip()
    finally:
        candidate.unlink()
    return path.read_text().strip()
