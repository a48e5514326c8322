"""Names of files as somebody gave them, made harmless to show and to save under."""

from __future__ import annotations

import unicodedata

_LONGEST = 120
_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_NAMELESS = "tep"
_ENDINGS = {"jpg": (".jpg", ".jpeg")}


def shown_name(given: str, extension: str) -> str:
    """Give a name to show: no path, no control or direction signs, ending in the right extension.

    `extension` is that of the content, without a dot: `a.exe` that holds a PDF becomes
    `a.exe.pdf`.
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    text = "".join(sign for sign in unicodedata.normalize("NFC", last) if _may_stay(sign))
    stem = " ".join(text.split())
    for ending in _ENDINGS.get(extension, (f".{extension}",)):
        stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
    stem = stem.strip(". ")[:_LONGEST].strip(". ")
    return f"{stem or _NAMELESS}.{extension}"


def _may_stay(sign: str) -> bool:
    # All of category C: control, format (direction overrides, zero width), surrogates, private use.
    return unicodedata.category(sign)[0] != "C" and sign not in _NOT_IN_NAMES
