"""`motcua procedures import`: the national catalogue, a record a line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.packs import import_packs, is_archive
from motcua.cli.progress import line, step
from motcua.cli.speech import counted, language, refusals, say
from motcua.cli.usage import OneSentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.procedures.actions import Imported, Received

_SHOWN = 20


@dataclass(slots=True)
class _Reading:
    """What was read of a file so far: codes by line, and the lines that failed, with why.

    `named` are the codes of lines that failed; `is_whole`: every line said which record it is, so
    that one that is not there is gone.
    """

    codes: dict[str, int] = field(default_factory=dict)
    failed: list[dict[str, object]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    lines: int = 0
    is_whole: bool = True

    def records(self, path: Path) -> Iterator[Received]:
        """Yield the records that can be read; note the others."""
        from motcua.procedures.actions import Received  # noqa: PLC0415 - needs Django
        from motcua.procedures.base.national.files import read_lines  # noqa: PLC0415 - the same
        from motcua.procedures.base.national.records import read_record  # noqa: PLC0415 - the same
        from motcua.procedures.errors import RecordInvalid  # noqa: PLC0415 - the same

        for each in read_lines(path):
            self.lines += 1
            if each.fault:
                self.is_whole = False
                self._fail(each.number, each.fault)
                continue
            try:
                record, source = read_record(each.content)
            except RecordInvalid as error:
                self._name(str(error.details.get("record", "")))
                self._fail(each.number, error.code, problems=error.details["problems"])
                continue
            if record.MATTHC in self.codes:
                self._fail(each.number, "duplicate_code", first=self.codes[record.MATTHC])
                continue
            self.codes[record.MATTHC] = each.number
            yield Received(record, source)

    def refuse(self, code: str, problems: list[tuple[str, str]]) -> None:
        """Note a record that could be read, and was refused all the same, at its line."""
        self._fail(self.codes[code], "procedures.record_invalid", problems=problems)

    def _name(self, code: str) -> None:
        if code:
            self.named.add(code)
        else:
            self.is_whole = False

    def _fail(self, number: int, code: str, **more: object) -> None:
        self.failed.append({"line": number, "code": code, **more})


@click.command("import", cls=OneSentence)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--publish",
    is_flag=True,
    help="Công bố ngay các gói đạt kiểm tra · Publish sound packs at once, without drafts.",
)
@click.option(
    "--part",
    is_flag=True,
    help="FILE chỉ là một phần danh mục · FILE is only a part: nothing is marked as gone.",
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def import_command(*, file: Path, publish: bool, part: bool, as_json: bool) -> None:
    """Nhập danh mục thủ tục quốc gia, hoặc các gói · Import the national catalogue, or packs.

    FILE có mỗi dòng một bản ghi JSON (hình dạng LayThuTuc), nén gzip cũng được; hoặc là tệp zip,
    thư mục các gói: gói mới hay có thay đổi thành bản nháp chờ công bố. Mã thoát 1 khi có chỗ
    không đọc được; các chỗ khác vẫn được nhập · FILE holds a JSON record a line, gzip or plain; or
    it is a zip file or a folder of packs: one that is new or changed becomes a draft. Exit code 1
    where something could not be read; the rest is imported.
    """
    if is_archive(file):
        import_packs(file, is_published=publish, as_json=as_json)
        return
    reading = _Reading()
    with refusals(), database.existing() as found:
        django.setup(found.app)
        told = _import(file, reading, is_part=part, is_silent=as_json)
    document = {
        "records": reading.lines,
        "created": told.created,
        "updated": told.updated,
        "unchanged": told.unchanged,
        "failed": len(reading.failed),
        "gone": told.gone,
        "flags": dict(sorted(Counter(told.flags).items())),
        "failures": reading.failed,
    }
    if as_json:
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    else:
        _tell(told, reading)
    if reading.failed:
        click.get_current_context().exit(1)


def _import(file: Path, reading: _Reading, *, is_part: bool, is_silent: bool) -> Imported:
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.kernel.actors import SYSTEM  # noqa: PLC0415 - the same
    from motcua.procedures.actions import (  # noqa: PLC0415 - the same
        import_records,
        mark_gone,
    )

    now = clock.now()
    batches = import_records(actor=SYSTEM, records=reading.records(file), now=now)
    if is_silent:
        *_, told = batches
    else:
        with step("Nhập danh mục", "Importing the catalogue") as shown:
            for told in batches:
                shown.note(counted(told.done, "thủ tục", "procedure"))
    for code, problems in told.refused.items():
        reading.refuse(code, problems)
    if not is_part and reading.is_whole and reading.codes:
        present = frozenset(reading.codes) | reading.named
        told.gone = mark_gone(actor=SYSTEM, present=present, now=now)
    return told


def _tell(told: Imported, reading: _Reading) -> None:
    lines = counted(len(reading.failed), "dòng", "line")
    line(
        say(
            f"{told.created} mới, {told.updated} thay đổi, {told.unchanged} như cũ, "
            f"{told.gone} không còn, {lines} lỗi.",
            f"{told.created} new, {told.updated} changed, {told.unchanged} as before, "
            f"{told.gone} gone, {lines} failed.",
        )
    )
    if not reading.is_whole:
        line(
            say(
                "Có dòng không biết là thủ tục nào, nên không xét thủ tục nào không còn.",
                "Some lines do not say which record they are: nothing is taken for gone.",
            )
        )
    for failure in reading.failed[:_SHOWN]:
        line(say(f"Dòng {failure['line']}: ", f"Line {failure['line']}: ") + _why(failure))
    if len(reading.failed) > _SHOWN:
        left = len(reading.failed) - _SHOWN
        line(say(f"… và {left} dòng lỗi khác; xem hết bằng --json.", f"… and {left} more: --json."))
    if told.flags:
        line(
            say("Điều chưa rõ, chờ quản trị viên xử lý:", "Unclear, for administrators to settle:")
        )
    for kind, count in told.flags.most_common():
        line(f"  {count:6} {_named(kind)}")


def _why(failure: dict[str, object]) -> str:
    """Say why a line was not taken: each place in the record with what is wrong there."""
    from motcua.procedures.base.faults import FAULTS  # noqa: PLC0415 - as all of the room

    problems = failure.get("problems") or [("", failure["code"])]
    assert isinstance(problems, list)
    said = []
    for place, code in problems:
        fault = FAULTS[code]
        words = say(fault.vi, fault.en)
        said.append(f"{place}: {words}" if place else words)
    first = f" ({failure['first']})" if "first" in failure else ""
    return "; ".join(said) + first


def _named(kind: str) -> str:
    """Give what a kind of flag says, in this run's language."""
    from django.utils import translation  # noqa: PLC0415 - needs Django

    from motcua.console.national.base import KINDS  # noqa: PLC0415 - the same

    with translation.override(language()):
        return str(KINDS.get(kind, kind))
