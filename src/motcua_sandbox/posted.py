"""A form with files, as browsers send it: its fields, and what was attached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from motcua_sandbox.web import MOST_FIELDS, RefusedError

if TYPE_CHECKING:
    from motcua_sandbox.web import Request

_BOUNDARY = re.compile(r'multipart/form-data;\s*boundary="?([0-9A-Za-z\'()+_,./:=?-]{1,70})"?')
_FIELD = re.compile(rb'form-data;\s*name="([^"]*)"(?:;\s*filename="([^"]*)")?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Posted:
    """What was typed, by the name of its field, and each file that was chosen: its name, bytes."""

    fields: dict[str, str]
    files: tuple[tuple[str, bytes], ...]


def read(request: Request) -> Posted:
    """Read a form with files; raise RefusedError 400 or 415 when it is none."""
    found = _BOUNDARY.fullmatch(request.header("content-type").strip())
    if found is None:
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "bad_request", "Not a form.")
    line = b"\r\n--" + found[1].encode("ascii")
    parts = (b"\r\n" + request.body).split(line)
    if len(parts) < 2 or not parts[-1].startswith(b"--") or len(parts) > MOST_FIELDS:
        raise _malformed()
    fields, files = {}, []
    for part in parts[1:-1]:
        head, gap, content = part.partition(b"\r\n\r\n")
        said = _FIELD.search(head)
        if said is None or not gap:
            raise _malformed()
        if said[2] is None:
            fields[_text(said[1])] = _text(content)
        elif said[2]:
            files.append((_text(said[2]), content))
    return Posted(fields, tuple(files))


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise _malformed() from error


def _malformed() -> RefusedError:
    text = "Dữ liệu gửi lên chưa đúng. / Malformed fields."
    return RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)
