"""Static files under names with their digests, compressed once for each content."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from whitenoise.storage import CompressedManifestStaticFilesStorage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types there
    """Where a node serves its styles, scripts and letters from.

    A file stands there under its own name, by which scripts ask for each other, and under one with
    its digest, by which pages do. To compress well is most of what a first start takes after the
    tables, so the second of two equal files gets copies of what was made of the first.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress the files of these names; give each with the name of what was made of it."""
        equal: dict[bytes, list[str]] = defaultdict(list)
        for name in sorted(paths):
            equal[hashlib.sha256(Path(self.path(name)).read_bytes()).digest()].append(name)
        others = {first: rest for first, *rest in equal.values()}
        for name, made in super().compress_files(others):
            yield name, made
            for other in others[name]:
                copy = other + Path(made).suffix
                shutil.copy2(self.path(made), self.path(copy))
                yield other, copy
