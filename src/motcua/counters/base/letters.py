"""What is attached to an e-mail; for the sandbox's host only.

A message of a few megabytes can have a million parts, and each takes a thousand times its size.
"""

from __future__ import annotations

import contextlib
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any

from motcua.counters.base.naming import printable
from motcua.kernel.parsing import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import Message

MOST_FILES = 50
_MOST_PARTS = 1000
_BROKEN = (ValueError, LookupError, AttributeError, TypeError, RecursionError)


def attached(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Give the files attached to a message, one behind the other, with their names and sizes.

    Raises `Refused`: broken, too_many_files.
    """
    try:
        files = list(_files(BytesParser(policy=policy.compat32).parsebytes(parts[0])))
    except _BROKEN as error:
        raise Refused("broken") from error
    rows = [{"name": name, "size": len(content)} for name, content in files]
    return {"files": rows}, b"".join(content for _name, content in files)


def _files(message: Message) -> Iterator[tuple[str, bytes]]:
    found = 0
    for number, part in enumerate(message.walk()):
        name, kind = part.get_filename() or "", part.get_content_type()
        is_file = bool(name) or kind == "application/pdf" or kind.startswith("image/")
        if is_file and not part.is_multipart():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                found += 1
                yield _decoded(name) or "scan", content
        if found > MOST_FILES or number > _MOST_PARTS:
            raise Refused("too_many_files")


def _decoded(name: str) -> str:
    """Give the name of an attachment as it is read; one that cannot be is given as it was sent."""
    with contextlib.suppress(*_BROKEN):
        name = str(make_header(decode_header(name)))
    return printable(name)[:200]
