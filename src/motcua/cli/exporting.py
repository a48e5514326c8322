"""`motcua procedures export`: what is in force, for other systems."""

from __future__ import annotations

import gzip
import os
import re
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import click
import orjson

from motcua.cli import database, django
from motcua.cli.progress import line, step
from motcua.cli.reasons import require_room, written
from motcua.cli.speech import Refused, counted, refusals, say
from motcua.cli.usage import Misused, OneSentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from motcua.cli.progress import Step

T = TypeVar("T")

_NOTED = 100
_CODE = re.compile(r"\d\.\d{6}(\.[A-Za-z]\d[\w.-]*)?", re.ASCII)
_PACKS = ("", ".zip", ".json")


@click.command("export", cls=OneSentence)
@click.argument("codes", nargs=-1)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "shape",
    type=click.Choice(("pack", "laythuthuc", "cpsv")),
    help="Dạng xuất; để trống là theo đuôi tệp · The shape; by the file's ending where empty.",
)
def export_command(*, codes: tuple[str, ...], file: Path, shape: str | None) -> None:
    """Xuất thủ tục đang có hiệu lực · Export the procedures in force.

    Không nêu CODES là tất cả. laythuthuc (.jsonl): mỗi dòng một bản ghi JSON; cpsv (.jsonld): một
    tài liệu JSON-LD theo CPSV-AP 3.2; thêm .gz thì nén. pack: FILE.zip, FILE.json cho một thủ tục,
    hoặc một thư mục, mỗi thủ tục một tệp · All unless CODES are given. laythuthuc (.jsonl): a JSON
    record a line; cpsv (.jsonld): one JSON-LD document by CPSV-AP 3.2; packed with .gz at the end.
    pack: FILE.zip, FILE.json for one procedure, or a folder, a file a procedure.
    """
    shape = _shape_of(file, shape)
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.kernel import clock  # noqa: PLC0415 - needs Django

        day = clock.civil_date(clock.now())
        wanted = _wanted(codes, day)
        with step("Xuất danh mục", "Exporting the catalogue") as shown:
            _write(file, wanted, day, shape, shown)
        number = counted(len(wanted), "thủ tục", "procedure")
        line(say(f"Đã ghi {number} vào {file}.", f"{number} written to {file}."))


def _shape_of(file: Path, asked: str | None) -> str:
    """Tell the shape by the ending of a file. Raises `Misused` where it is no name of a file."""
    if _CODE.fullmatch(str(file)):
        raise Misused(
            say(
                f"{file} là mã thủ tục; hãy ghi thêm tên tệp hay thư mục ở cuối, như {file}.json.",
                f"{file} is a procedure's code; add a file or a folder at the end, like "
                f"{file}.json.",
            )
        )
    name = file.name.lower().removesuffix(".gz")
    if asked is None and name.endswith(".jsonl"):
        return "laythuthuc"
    if asked is None and name.endswith(".jsonld"):
        return "cpsv"
    if asked in {None, "pack"} and file.suffix.lower() not in _PACKS and not file.is_dir():
        raise Misused(
            say(
                f"Không rõ ghi {file} theo dạng nào; tên tệp kết thúc bằng .zip, .json, .jsonl, "
                ".jsonld, tên thư mục thì không có dấu chấm.",
                f"What {file} shall hold is not clear; a file ends with .zip, .json, .jsonl or "
                ".jsonld, and a folder has no dot.",
            )
        )
    return asked or "pack"


def _write(file: Path, codes: Sequence[str], day: date, shape: str, shown: Step) -> None:
    with written(file):
        _WRITERS[shape](file, codes, day, shown)


def _wanted(codes: Sequence[str], day: date) -> list[str]:
    """Give the codes to export, in order; raise `Refused` for one that is not in force."""
    from motcua.procedures.queries import in_force  # noqa: PLC0415 - needs Django

    known = [code for code, _version in in_force(day)]
    unknown = sorted(set(codes) - set(known))
    if unknown:
        raise Refused(
            f"Hôm nay không có thủ tục {', '.join(unknown)} nào có hiệu lực.",
            f"No procedure {', '.join(unknown)} is in force today.",
        )
    if not known:
        raise Refused("Danh mục chưa có thủ tục nào.", "The catalogue holds no procedure.")
    return sorted(set(codes)) or known


def _packs(file: Path, codes: Sequence[str], day: date, shown: Step) -> None:
    from motcua.procedures.base.exchange.archives import as_file  # noqa: PLC0415 - loads pydantic
    from motcua.procedures.queries import whole  # noqa: PLC0415 - needs Django

    found = ((f"{row.code}.json", as_file(row.content)) for row in whole(codes, day))
    if file.suffix.lower() == ".zip":
        with (
            _replaced(file) as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, content in _counted(found, file, shown):
                archive.writestr(name, content)
        return
    if file.suffix.lower() == ".json":
        _one_pack(file, codes, found)
        return
    file.mkdir(parents=True, exist_ok=True)
    for name, content in _counted(found, file, shown):
        (file / name).write_bytes(content)


def _one_pack(file: Path, codes: Sequence[str], found: Iterator[tuple[str, bytes]]) -> None:
    if len(codes) != 1:
        raise Refused(
            f"{file} chỉ chứa một thủ tục; hãy xuất {len(codes)} thủ tục vào .zip hay thư mục.",
            f"{file} holds one procedure; export {len(codes)} into a .zip or a folder.",
        )
    with _replaced(file) as raw:
        raw.write(next(found)[1])


def _laythuthuc(file: Path, codes: Sequence[str], day: date, shown: Step) -> None:
    from motcua.procedures.base.exchange.laythuthuc import (  # noqa: PLC0415 - loads pydantic
        laythuthuc_of,
    )
    from motcua.procedures.queries import standing  # noqa: PLC0415 - needs Django

    with _replaced(file) as raw, _packed(file, raw) as stream:
        for row in _counted(standing(codes, day), file, shown):
            shape = row.source if row.is_the_records else laythuthuc_of(row.facts, day, row.source)
            stream.write(orjson.dumps(shape, option=orjson.OPT_APPEND_NEWLINE))


def _cpsv(file: Path, codes: Sequence[str], day: date, shown: Step) -> None:
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from motcua.procedures.base.exchange.cpsv import (  # noqa: PLC0415 - loads pydantic
        Publisher,
        dataset,
        public_service,
    )
    from motcua.procedures.base.exchange.vocabulary import CONTEXT  # noqa: PLC0415 - the same
    from motcua.procedures.queries import standing  # noqa: PLC0415 - needs Django

    publisher = Publisher(settings.PORTAL_URL, settings.NODE_NAME)
    services = standing(codes, day)
    with _replaced(file) as raw, _packed(file, raw) as stream:
        stream.write(b'{"@context":%b,"@graph":[\n' % orjson.dumps(CONTEXT))
        stream.write(orjson.dumps(dataset(publisher)))
        for row in _counted(services, file, shown):
            stream.write(b",\n" + orjson.dumps(public_service(row.facts, day, publisher)))
        stream.write(b"\n]}\n")


_WRITERS: dict[str, Callable[[Path, Sequence[str], date, Step], None]] = {
    "pack": _packs,
    "laythuthuc": _laythuthuc,
    "cpsv": _cpsv,
}


@contextmanager
def _replaced(file: Path) -> Iterator[IO[bytes]]:
    """Write a file beside, and put it in its place once it is whole."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            yield stream
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _packed(file: Path, raw: IO[bytes]) -> Iterator[IO[bytes] | gzip.GzipFile]:
    if file.suffix != ".gz":
        yield raw
        return
    # The name and the hour would make each packing of the same content another file.
    with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as stream:
        yield stream


def _counted(rows: Iterator[T], file: Path, shown: Step) -> Iterator[T]:
    """Pass rows on and say how many; a disk that fills up meanwhile ends it. Raises `Refused`."""
    for number, row in enumerate(rows, 1):
        if number % _NOTED == 0:
            require_room(file)
            shown.note(counted(number, "thủ tục", "procedure"))
        yield row
