"""A reader of QR codes drawn in SVG or PDF, from the standard (ISO/IEC 18004), for tests only.

It reads a clean drawing: the error-correcting words are taken out and not used.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise, zip_longest

import pikepdf
from lxml import etree
from segno import consts

HALF = 0.5  # a stroke lies in the middle of its row
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
# Error levels as the format says them, in the order of the tables: M L H Q there, L M Q H here.
_LEVELS = {0b01: consts.ERROR_LEVEL_L, 0b00: consts.ERROR_LEVEL_M}
_LEVELS |= {0b11: consts.ERROR_LEVEL_Q, 0b10: consts.ERROR_LEVEL_H}
_MASKS = (
    lambda r, c: (r + c) % 2,
    lambda r, _c: r % 2,
    lambda _r, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)


def read_svg(svg: str) -> str:
    """Give the text of a QR code drawn as one path of horizontal strokes."""
    drawing = etree.fromstring(svg)
    width = float(drawing.get("viewBox", "0 0 0 0").split()[2])
    dark: set[tuple[int, int]] = set()
    for path in drawing.iter("{*}path"):
        if path.get("stroke"):
            dark |= _strokes(path.get("d", ""))
    left = min(column for _row, column in dark)
    assert width in {0, max(column for _row, column in dark) + 1 + left}
    return _read(dark)


def read_pdf(pdf: bytes) -> str:
    """Give the text of the QR code on the first page: strokes that begin and end on whole steps."""
    dark: set[tuple[int, int]] = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        steps = [
            (str(step.operator), [float(number) for number in step.operands])
            for step in pikepdf.parse_content_stream(document.pages[0])
            if str(step.operator) in {"m", "l"}
        ]
    for (begin, start), (end, stop) in pairwise(steps):
        if (begin, end) == ("m", "l") and start[1] == stop[1] and start[1] % 1 == HALF:
            dark |= {(int(start[1]), column) for column in range(int(start[0]), int(stop[0]))}
    return _read(dark)


def _read(dark: set[tuple[int, int]]) -> str:
    left, top = min(column for _row, column in dark), min(row for row, _column in dark)
    size = max(column for _row, column in dark) - left + 1
    return decode([[(r + top, c + left) in dark for c in range(size)] for r in range(size)])


def _strokes(path: str) -> set[tuple[int, int]]:
    dark = set()
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            dark |= {(int(y), int(x) + step) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return dark


def decode(dark: list[list[bool]]) -> str:
    """Give the text of a matrix of dark modules without its quiet zone."""
    size = len(dark)
    version = (size - 17) // 4
    assert size == 17 + 4 * version
    places = [
        *((8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)),
        (7, 8),
        *((r, 8) for r in range(5, -1, -1)),
    ]
    format_bits = int("".join(str(int(dark[r][c])) for r, c in places), 2) ^ 0b101010000010010
    level, mask = _LEVELS[format_bits >> 13], _MASKS[format_bits >> 10 & 7]
    free = _free(version, size)
    bits = []
    for r, c in _zigzag(size):
        if (r, c) in free:
            bits.append(int(dark[r][c] ^ (mask(r, c) == 0)))
    words = [int("".join(map(str, bits[i : i + 8])), 2) for i in range(0, len(bits) - 7, 8)]
    return _text(_data(words, version, level), version)


def _free(version: int, size: int) -> set[tuple[int, int]]:
    taken = {(r, c) for r in range(9) for c in range(9)}
    taken |= {(r, c) for r in range(9) for c in range(size - 8, size)}
    taken |= {(r, c) for r in range(size - 8, size) for c in range(9)}
    taken |= {(6, i) for i in range(size)} | {(i, 6) for i in range(size)}
    centres = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for r, c in {(r, c) for r in centres for c in centres} - corners:
        taken |= {(r + dr, c + dc) for dr in range(-2, 3) for dc in range(-2, 3)}
    if version > 6:
        taken |= {(r, c) for r in range(6) for c in range(size - 11, size - 8)}
        taken |= {(c, r) for r in range(6) for c in range(size - 11, size - 8)}
    return {(r, c) for r in range(size) for c in range(size)} - taken


def _zigzag(size: int) -> list[tuple[int, int]]:
    order, up = [], True
    for right in (c for c in range(size - 1, 0, -2)):
        column = right - 1 if right <= 6 else right
        rows = range(size - 1, -1, -1) if up else range(size)
        order += [(r, c) for r in rows for c in (column, column - 1)]
        up = not up
    return order


def _data(words: list[int], version: int, level: int) -> list[int]:
    blocks = [kind.num_data for kind in consts.ECC[version][level] for _ in range(kind.num_blocks)]
    held: list[list[int]] = [[] for _ in blocks]
    stream = iter(words)
    for turn in range(max(blocks)):
        for block, length in zip_longest(held, blocks):
            if turn < length:
                block.append(next(stream))
    return [word for block in held for word in block]


def _text(words: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    place, said = 0, b""

    def take(count: int) -> int:
        nonlocal place
        place += count
        return int(bits[place - count : place] or "0", 2)

    while len(bits) - place >= 4:
        mode = take(4)
        if mode == consts.MODE_BYTE:
            said += bytes(take(8) for _ in range(take(8 if version < 10 else 16)))
        elif mode == consts.MODE_ALPHANUMERIC:
            count = take(9 if version < 10 else 11)
            for _ in range(count // 2):
                both = take(11)
                said += (_ALPHANUMERIC[both // 45] + _ALPHANUMERIC[both % 45]).encode()
            said += _ALPHANUMERIC[take(6)].encode() if count % 2 else b""
        elif mode == consts.MODE_NUMERIC:
            count = take(10 if version < 10 else 12)
            for length in [3] * (count // 3) + [count % 3] * bool(count % 3):
                said += f"{take(3 * length + 1):0{length}d}".encode()
        else:
            break
    return said.decode()
