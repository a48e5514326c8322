"""Templates that people write, set in the sandbox; imported by its host only.

A template there reads no file but what papers share, and has so much time and memory.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE = Path(__file__).parent
_PACKAGE = re.compile(rb"""(?:import|include)\s*\(?\s*["']@""")
# Where files lie on this machine is nobody's business.
_SEARCHED = re.compile(r"\s*\(searched at [^)]*\)")
_MOST_PAGES = 20


def draw(parts: Sequence[bytes], options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Draw a template (the first part) with its data (the second) as pictures, end to end.

    Gives the sizes of the pictures, or what is wrong with the template and where.
    """
    template, data = parts
    if _PACKAGE.search(template):
        return {"problem": "packages are not imported", "line": 0}, b""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )
    compiler = typst.Compiler(root=str(_HERE / "typst"), font_paths=fonts, ignore_system_fonts=True)
    try:
        pages = compiler.compile(
            input=template,
            format="png",
            ppi=options["ppi"],
            sys_inputs={"data": data.decode()},
            timestamp=options["at"],
        )
    except typst.TypstError as error:
        problem = _SEARCHED.sub("", str(error.message))[:500]
        return {"problem": problem, "line": _line(error)}, b""
    drawn = [pages] if isinstance(pages, bytes) else list(pages or ())[:_MOST_PAGES]
    return {"sizes": [len(page) for page in drawn]}, b"".join(drawn)


def _line(error: typst.TypstError) -> int:
    """Give the line of the template an error is in, 0 where it does not say."""
    found = re.search(r":(\d+):\d+", str(getattr(error, "diagnostic", "") or error))
    return int(found[1]) if found else 0
