"""No antivirus: says of every file that it was not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel.antivirus.base import Verdict
from motcua.kernel.enums import FileState

if TYPE_CHECKING:
    from motcua.kernel.antivirus.base import Content


class NoAntivirus:
    """Admits that nothing was checked."""

    name = "none"
    checks = False

    def scan(self, content: Content) -> Verdict:
        del content
        return Verdict(FileState.UNCHECKED, self.name)

    def ready(self) -> bool:
        return True
