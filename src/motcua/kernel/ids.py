"""Public ids that sort by the time they were made, for rows of which there are millions.

A random id falls anywhere in its index: at millions of rows each one reads a page of its own, and
writes it to the log whole after every checkpoint. UUIDs of version 7 (RFC 9562, section 5.7) lie
side by side. They tell to the millisecond when they were made and keep 74 random bits, so that
nobody guesses one; a row whose time of making is nobody's business keeps a random id.
"""

from __future__ import annotations

import os
import time
import uuid

_RANDOM_BITS = 80
_MILLISECOND = 1_000_000


def time_ordered_id() -> uuid.UUID:
    """Give a new UUID of version 7."""
    moment = time.time_ns() // _MILLISECOND
    number = moment << _RANDOM_BITS | int.from_bytes(os.urandom(_RANDOM_BITS // 8))
    # Version and variant, six of the random bits, stand where RFC 9562 puts them.
    number = number & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62
    return uuid.UUID(int=number)
