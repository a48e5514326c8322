"""Files for made-up filings: the smallest of each kind that a paper may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PNG_HEAD, _PNG_TAIL = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"
_PAGE = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
)


def sample_scan(mark: str, types: Iterable[str]) -> tuple[bytes, str, str]:
    """Give a page of a kind among some: content, name and media type; `mark` makes it its own."""
    if "pdf" in types:
        return sample_pdf(mark), "giấy tờ.pdf", "application/pdf"
    if "png" in types:
        return _PNG_HEAD + mark.encode() + _PNG_TAIL, "giấy tờ.png", "image/png"
    return b"\xff\xd8\xff\xe0" + mark.encode(), "giấy tờ.jpg", "image/jpeg"


def sample_pdf(mark: str) -> bytes:
    """Write the smallest PDF with a page, different for each mark."""
    content, places = f"%PDF-1.4\n%{mark}\n".encode(), []
    for index, body in enumerate(_PAGE, 1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (index, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 4\n0000000000 65535 f \n%strailer<</Size 4/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, len(content))
    )
