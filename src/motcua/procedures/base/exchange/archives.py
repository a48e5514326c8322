"""Packs in a zip file or a folder: one file a procedure, its pack in the normal form."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from motcua.procedures.base.loading import pack_folders, pack_from, read_pack
from motcua.procedures.errors import PackInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from motcua.procedures.base.packs import Pack

LONGEST: Final = 8 * 1024 * 1024
"""Bytes a pack may have; the longest shipped one has a twentieth of it."""
MOST_FILES: Final = 20_000
_SUFFIX = ".json"
# Of these alone does the reader stop where it is told to, and not unpack a whole member first.
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# ValueError: a name that is no UTF-8, though its flag says so.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A pack by where it lies in the archive, or why there is none: `(where, what)` each."""

    path: str
    pack: Pack | None = None
    problems: tuple[tuple[str, str], ...] = ()


def as_file(content: Any) -> bytes:
    """Write the normal form of a pack as a file: keys in order, so that two compare."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def read_packs(path: Path) -> Iterator[Found]:
    """Yield the packs of a zip file or a folder; in a folder, YAML packs too. Raise `OSError`."""
    return _of_folder(path) if path.is_dir() else _of_zip(path)


def _of_folder(root: Path) -> Iterator[Found]:
    for file in sorted(root.rglob(f"*{_SUFFIX}")):
        place = str(file.relative_to(root))
        if file.stat().st_size > LONGEST:
            yield Found(place, problems=(("", "too_long"),))
        else:
            yield _read(place, file.read_bytes())
    for folder in pack_folders(root):
        place = str(folder.relative_to(root))
        try:
            yield Found(place, read_pack(folder))
        except PackInvalid as error:
            yield Found(place, problems=_problems(error))


def _of_zip(path: Path) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN:
        yield Found("", problems=(("", "broken_zip"),))
        return
    with archive:
        entries = [row for row in archive.infolist() if row.filename.endswith(_SUFFIX)]
        for entry in entries[:MOST_FILES]:
            yield _entry(archive, entry)
        if len(entries) > MOST_FILES:
            yield Found("", problems=(("", "too_many_files"),))


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Found:
    """Read one file of a zip, no further than a pack may be long, whatever it says of itself."""
    if entry.compress_type not in _METHODS:
        return Found(entry.filename, problems=(("", "unknown_method"),))
    try:
        with archive.open(entry) as stream:
            content = stream.read(LONGEST + 1)
    except _BROKEN:
        return Found(entry.filename, problems=(("", "broken_zip"),))
    if len(content) > LONGEST:
        return Found(entry.filename, problems=(("", "too_long"),))
    return _read(entry.filename, content)


def _problems(error: PackInvalid) -> tuple[tuple[str, str], ...]:
    problems = error.details["problems"]
    assert isinstance(problems, list)
    return tuple(problems)


def _read(place: str, raw: bytes) -> Found:
    try:
        content = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return Found(place, problems=(("", "not_json"),))
    if not isinstance(content, dict):
        return Found(place, problems=(("", "not_an_object"),))
    try:
        return Found(place, pack_from(content, where=place))
    except PackInvalid as error:
        return Found(place, problems=_problems(error))
