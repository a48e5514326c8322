"""Templates that people write, set in the sandbox; imported by its host only.

A template there reads no file but what papers share, and has so much time and memory.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import typst

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE = Path(__file__).parent
# Where files lie on this machine is nobody's business.
_SEARCHED = re.compile(r"\s*\(searched at [^)]*\)")
_MOST_PAGES = 100
# The longer side of A0 at 72 points an inch.
_WIDEST = 2384 * 2**0.5
# Read once in the host: a job then finds them in its memory.
_FONTS = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
)


def draw(parts: Sequence[bytes], options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Set a template (the first part) with its data (the second): as PDF, or a picture a page.

    Gives the sizes of what was made, end to end, or what is wrong with the template and where.
    """
    template, data = parts
    try:
        made = _compiled(template, data.decode(), options)
    except typst.TypstError as error:
        problem = _SEARCHED.sub("", str(error.message))[:500]
        return {"problem": problem, "line": _line(error)}, b""
    problem = _too_much(made, options)
    if problem:
        return {"problem": problem, "line": 0}, b""
    return {"sizes": [len(one) for one in made]}, b"".join(made)


def _compiled(template: bytes, data: str, options: dict[str, Any]) -> list[bytes]:
    nowhere = str(_HERE / "typst" / "packages")  # no package is shipped
    compiler = typst.Compiler(
        root=str(_HERE / "typst"),
        font_paths=_FONTS,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    how = {"ppi": options["ppi"]} if "ppi" in options else {"pdf_standards": options["standard"]}
    made = compiler.compile(
        input=template,
        format="png" if "ppi" in options else "pdf",
        sys_inputs={"data": data},
        timestamp=options["at"],
        **how,
    )
    return [made] if isinstance(made, bytes) else list(made or ())


def _too_much(made: Sequence[bytes], options: dict[str, Any]) -> str:
    """Say whether a paper has more or larger pages than a paper may; nothing where it is well."""
    sides = _of_pictures(made, options["ppi"]) if "ppi" in options else _of_pdf(made[0])
    if len(sides) > _MOST_PAGES:
        return f"a paper has at most {_MOST_PAGES} pages"
    if max(sides, default=0) > _WIDEST:
        return "a page is at most as large as A0"
    return ""


def _of_pictures(made: Sequence[bytes], ppi: float) -> list[float]:
    """Give the longer side of each PNG, in points; its width and height follow its signature."""
    sizes = ((page[16:20], page[20:24]) for page in made)
    return [max(int.from_bytes(side, "big") for side in sides) * 72 / ppi for sides in sizes]


def _of_pdf(content: bytes) -> list[float]:
    """Give the longer side of each page, in points."""
    with pikepdf.open(io.BytesIO(content)) as paper:
        return [max(float(side) for side in page.mediabox.as_list()) for page in paper.pages]


def _line(error: typst.TypstError) -> int:
    """Give the line of the template an error is in, 0 where it does not say."""
    found = re.search(r":(\d+):\d+", str(getattr(error, "diagnostic", "") or error))
    return int(found[1]) if found else 0
