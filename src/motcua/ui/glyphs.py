"""Which characters official paper can print, and what stands there for all others.

An answer with any other is refused when it is given, so that nobody is astonished by the paper;
what comes from elsewhere (registers, names of files) is printed with a square in its place, because
a paper must not fail long after. A test holds the table against the shipped fonts.
"""

from __future__ import annotations

import re
from typing import Any, Final

# Code points in hexadecimal, single or from-to; no control, format or replacement characters.
_PRINTED = """
    20-7e a0-ac ae-36f 374-375 37a-37e 384-38a 38c 38e-3a1 3a3-3ce 3d0-513 51a-51d 591-5c7
    5d0-5ea 5f0-5f4 1780-17dd 17e0-17e9 17f0-17f9 19e0-19ff
    1d00-1dca 1dfe-1e9b 1e9e 1ea0-1ef9 1f00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d
    1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef
    1ff2-1ff4 1ff6-1ffe 2000-200a 2010 2012-2022 2026 202f-2030 2032-2034 2039-203a 203c 203e
    2044 205e 2074-2079 207f-2089 2090-2094 20a0-20b5 20bf 20f0 2105 2113 2116-2117 2122 2126
    212e 214d-214e 2153-2154 215b-215e 2184 2190-2195 21a8 21d4 2202 2206 220f 2211-2212 2215
    2219-221a 221e-221f 2229 222b 2248 2260-2262 2264-2265 2302 2310 2320-2321 2500 2502 250c
    2510 2514 2518 251c 2524 252c 2534 253c 2550-256c 2580 2584 2588 258c 2590-2593 25a0-25a1
    25aa-25ac 25b2 25ba 25bc 25c4 25ca-25cc 25cf-25d9 25e6 263a-263c 2640 2642 2660 2663
    2665-2666 2669-266c 266f 2c60-2c6d 2c71-2c77 2e17 a717-a721 a788-a78c fb01-fb02 fb1d-fb36
    fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4f fe20-fe23
"""


def _pattern(ranges: str) -> str:
    parts = (item.partition("-") for item in ranges.split())
    return "".join(
        f"{re.escape(chr(int(first, 16)))}-{re.escape(chr(int(last or first, 16)))}"
        for first, _, last in parts
    )


PRINTED = _pattern(_PRINTED)
# Finds the first character that no line of an answer may hold.
UNPRINTED = re.compile(f"[^{PRINTED}]")
SQUARE: Final = "□"

_BLANKS: Final = re.compile(r"[\t\r\f\v\u2028\u2029]")
# Joiners, marks of direction, variation selectors: they only shape what stands beside them.
_UNSEEN: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_NO_GLYPH: Final = re.compile(f"[^{PRINTED}\n]")


def printable(data: Any) -> Any:
    """Give data (what JSON can hold) with a square for every character no paper can print.

    Line feeds stay; what has no shape of its own is left out.
    """
    if isinstance(data, str):
        return _printable(data)
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [printable(value) for value in data]
    return data


def _printable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return _NO_GLYPH.sub(SQUARE, _UNSEEN.sub("", _BLANKS.sub(" ", text)))
