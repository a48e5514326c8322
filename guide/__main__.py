"""`make guide`: start a demo node of its own, photograph its pages, keep the pictures small.

GUIDE_DEMO=PORT   photograph a demo that runs already
GUIDE_ONLY=a,b    only these pictures
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from guide.pictures import PICTURES
from guide.studio import Studio
from motcua.cli.temporary import temporary_node

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "docs" / "guides" / "vi" / "pictures"
LARGEST = 60 * 1024
_QUALITIES = (82, 70, 55, 40, 25)


def main() -> None:
    """Take every picture, in order; a later one may need what an earlier one did."""
    only = [name for name in os.environ.get("GUIDE_ONLY", "").split(",") if name]
    unknown = set(only) - set(PICTURES)
    if unknown:
        sys.exit(f"unknown pictures: {', '.join(sorted(unknown))}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _demo() as port, sync_playwright() as playwright, Studio(playwright, port) as studio:
        for name, take in PICTURES.items():
            if not only or name in only:
                size = _keep(name, take(studio))
                print(f"  {name:<24} {size / 1024:5.1f} KB")


@contextlib.contextmanager
def _demo() -> Iterator[int]:
    if running := os.environ.get("GUIDE_DEMO"):
        yield int(running)
        return
    with temporary_node() as node, node.running(("-m", "guide.node")):
        yield node.port


def _keep(name: str, photograph: bytes) -> int:
    """Keep a picture as WebP, as good as fits; give its bytes."""
    with Image.open(io.BytesIO(photograph)) as taken:
        picture = taken.convert("RGB")
    for quality in _QUALITIES:
        kept = io.BytesIO()
        picture.save(kept, "WEBP", quality=quality, method=6)
        if kept.tell() <= LARGEST:
            break
    (FOLDER / f"{name}.webp").write_bytes(kept.getvalue())
    return kept.tell()


if __name__ == "__main__":
    main()
