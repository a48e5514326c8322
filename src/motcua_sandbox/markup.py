"""HTML that escapes by itself: a value put into a template is text unless it is Markup."""

from __future__ import annotations

import re
from html import escape

_ADDRESS = re.compile(r"https?://[^\s<>\"'«»]+[^\s<>\"'«».,;:!?)]")


class Markup(str):
    """Text that is HTML and safe to send."""

    __slots__ = ()


def markup(template: str, /, **values: object) -> Markup:
    """Fill `{name}` places of a constant template; lists are joined, all but Markup is escaped."""
    return Markup(template.format(**{name: _safe(value) for name, value in values.items()}))


def join(*parts: Markup) -> Markup:
    """Put pieces of HTML behind one another."""
    return Markup("".join(parts))


def linked(text: str) -> Markup:
    """Escape a text and make its web addresses links."""
    pieces, end = [], 0
    for match in _ADDRESS.finditer(text):
        pieces += [escape(text[end : match.start()]), str(_link(match[0]))]
        end = match.end()
    return Markup("".join([*pieces, escape(text[end:])]))


def _link(address: str) -> Markup:
    return markup('<a href="{to}" rel="noreferrer">{to}</a>', to=address)


def _safe(value: object) -> str:
    if isinstance(value, Markup):
        return value
    if isinstance(value, list | tuple):
        return "".join(map(_safe, value))
    return escape(str(value), quote=True)
