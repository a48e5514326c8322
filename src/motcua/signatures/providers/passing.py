"""Keys that live as long as the process: what is only tried out is signed, and nothing is kept."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from motcua.signatures.providers.pkcs12 import Pkcs12Keys


@dataclass(slots=True)
class PassingKeys(Pkcs12Keys):
    """Keys as the files keep them, without the files: nobody believes what they sign."""

    folder: Path = Path(os.devnull)
    name: str = "passing"
    _secret: bytes = field(default_factory=lambda: secrets.token_urlsafe(32).encode(), repr=False)

    def has(self, reference: str) -> bool:
        """Tell whether this process made a key under a reference."""
        return reference in self._opened

    def _passphrase(self) -> bytes:
        return self._secret

    def _store(self, path: Path, content: bytes) -> None:
        """Keep nothing."""
