"""What an antivirus must do for us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from motcua.kernel.enums import FileState


class Content(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scan said: the state it leads to, and who said it (with the name of a find)."""

    state: FileState
    by: str


class Antivirus(Protocol):
    """Looks at content and says whether it is harmful."""

    name: str
    checks: bool
    """False for one that says of everything that it was not checked."""

    def scan(self, content: Content) -> Verdict:
        """Give a verdict on content. Raises `Unavailable` when the scanner does not answer."""

    def ready(self) -> bool:
        """Say whether a scan would be answered now, for the doctor."""
