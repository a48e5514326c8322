"""Official papers: typst templates and plain data in, tagged PDF/A or page pictures out."""

from __future__ import annotations

import io
import json
import re
import threading
from contextlib import contextmanager
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError
from motcua.kernel.sandbox import ParsingFailed, Sandbox
from motcua.ui.glyphs import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

_HERE = Path(__file__).parent
TEMPLATES = _HERE / "typst"
FONTS = _HERE / "fonts"

Standard = Literal["1.7", "a-2a", "a-2b", "a-2u", "a-3a", "a-3b", "a-3u", "ua-1"]
# Archival and accessible at once; the PDF 2.0 parts of PDF/A cannot be combined with PDF/UA-1.
OFFICIAL: tuple[Standard, ...] = ("a-2a", "ua-1")

SANDBOX = Sandbox("motcua.ui.typesetting")
"""Where templates that people write are set; its hosts start when they are first needed."""
_SECONDS, _MEGABYTES = 5, 512
# Readers take any of the eight patterns. Trying all of them to find the one that a camera likes
# best by a hair takes longer than setting the page, and papers are made by the thousand.
_MASK = 2

# A template may only use what is shipped: typst would fetch an `@` package from the network.
# One that hides it from here finds no network in the sandbox.
_PACKAGE = re.compile(rb"""(?:import|include)\s*\(?\s*["']@""")
_lock = threading.Lock()


class PaperFailed(DomainError):
    """A template could not be turned into a paper; `details['reason']` is for its author."""

    code = "ui.paper_failed"
    status = 500
    message = _("Không tạo được bản in.")


def render_pdf(
    template: str | Path | bytes,
    data: Mapping[str, Any],
    *,
    at: datetime,
    standard: Sequence[Standard] = OFFICIAL,
) -> bytes:
    """Set a paper as PDF: tagged, archival (PDF/A-2a) and accessible (PDF/UA-1) unless told else.

    `template` is a name below `ui/typst` (`slips/form01.typ`) or the path of another that is
    shipped; or the text of one that somebody wrote (a pack's), which is set in the sandbox. It
    reads `data` (anything JSON can hold, NFC text) as data, so that no text in it is ever read as
    markup; what no font has becomes a square. `at` (aware) is the time of creation: same template,
    data and `at`, same bytes. Raise `PaperFailed` where the template is wrong, takes too much, or
    the data lacks what it needs; `Unavailable` when no process is free in time.
    """
    if isinstance(template, bytes):
        options = {"standard": list(standard), "at": int(at.timestamp())}
        return _set_apart(template, data, options)[0]
    with _compiling() as compiler:
        pdf = compiler.compile(
            input=_source(template),
            format="pdf",
            sys_inputs={"data": _written(data)},
            pdf_standards=list(standard),
            timestamp=int(at.timestamp()),
        )
    assert isinstance(pdf, bytes)
    return pdf


def render_png(
    template: str | Path | bytes, data: Mapping[str, Any], *, at: datetime, ppi: int = 110
) -> list[bytes]:
    """Draw the same paper as pictures, one PNG a page, for previews; raise as `render_pdf`."""
    if isinstance(template, bytes):
        return _set_apart(template, data, {"ppi": ppi, "at": int(at.timestamp())})
    with _compiling() as compiler:
        pages = compiler.compile(
            input=_source(template),
            format="png",
            ppi=ppi,
            sys_inputs={"data": _written(data)},
            timestamp=int(at.timestamp()),
        )
    return [pages] if isinstance(pages, bytes) else list(pages or ())


def qr_svg(text: str) -> str:
    """Draw a QR code (error level M, no quiet zone: the paper leaves it) as SVG text."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=_MASK).save(
        out, kind="svg", xmldecl=False, svgns=True, border=0, scale=4, omitsize=False
    )
    return out.getvalue().decode("ascii")


def qr_code(verification_id: str) -> dict[str, str]:
    """Give the code by which anybody checks a signed paper, as `qr-box` of the papers draws it."""
    address = f"{settings.PORTAL_URL}/v/{verification_id}"
    return {"svg": qr_svg(address), "caption": "Quét để kiểm tra chữ ký số", "url": address}


def qr_for_page(text: str) -> str:
    """Draw a QR code with its quiet zone for a web page; the style sheet gives it its size."""
    code = segno.make(text, error="m", micro=False)
    drawn: str = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    return drawn


def _set_apart(template: bytes, data: Mapping[str, Any], options: Mapping[str, Any]) -> list[bytes]:
    """Set a template that somebody wrote, in a process without network, with its limits."""
    _refuse_packages(template)
    try:
        answer = SANDBOX.run(
            "motcua.ui.typesetting.draw",
            [template, _written(data).encode()],
            options=options,
            seconds=_SECONDS,
            megabytes=_MEGABYTES,
        )
    except ParsingFailed as error:
        raise PaperFailed(reason="it takes too much time or memory", is_endless=True) from error
    if "problem" in answer.data:
        raise PaperFailed(reason=str(answer.data["problem"]), line=int(answer.data.get("line", 0)))
    ends = list(accumulate(answer.data["sizes"], initial=0))
    return [answer.output[start:end] for start, end in pairwise(ends)]


@contextmanager
def _compiling() -> Iterator[typst.Compiler]:
    # The compiler refuses two callers at once; a page takes a few milliseconds, so they queue.
    with _lock:
        try:
            yield _compiler()
        except typst.TypstError as error:
            raise PaperFailed(reason=error.message) from error


@cache
def _compiler() -> typst.Compiler:
    # Made on first use in each process: what it starts does not survive a fork.
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


def _written(data: Mapping[str, Any]) -> str:
    return json.dumps(printable(dict(data)), ensure_ascii=False)


def _source(template: str | Path) -> bytes:
    path = template if isinstance(template, Path) else TEMPLATES / template
    source = _read(path, path.stat().st_mtime_ns)
    _refuse_packages(source)
    return source


def _refuse_packages(source: bytes) -> None:
    if _PACKAGE.search(source):
        raise PaperFailed(reason="a template may not import packages")


@cache
def _read(path: Path, _changed: int) -> bytes:
    return path.read_bytes()
