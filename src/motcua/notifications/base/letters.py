"""The second form of an e-mail: its plain text as simple HTML that fetches nothing."""

from __future__ import annotations

import re
from html import escape

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_PAGE = (
    '<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
    "<title>{subject}</title></head>\n"
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:40em">\n'
    "{body}\n</body>\n</html>\n"
)


def as_html(subject: str, text: str, language: str) -> str:
    """Write a letter's plain text as HTML: paragraphs, lines, and links that show where they lead.

    No picture, no style sheet, no address but those of the text: opening it tells nobody.
    """
    parts = [part for part in re.split(r"\n\s*\n", text.strip()) if part]
    body = "\n".join(f"<p>{_paragraph(part)}</p>" for part in parts)
    return _PAGE.format(language=escape(language), subject=escape(subject), body=body)


def _paragraph(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return "<br>\n".join(_linked(line) for line in lines)


def _linked(line: str) -> str:
    written, end = [], 0
    for found in _LINK.finditer(line):
        address = escape(found.group())
        written += [escape(line[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join([*written, escape(line[end:])])
