"""`motcua procedures import` of packs: a zip file or a folder, each new or changed one a draft."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.progress import line, step
from motcua.cli.speech import counted, refusals, say, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from motcua.cli.progress import Step
    from motcua.procedures.base.exchange.archives import Found
    from motcua.procedures.base.packs import Pack

_SHOWN = 20
_UNREADABLE = {
    "broken_zip": ("tệp zip hỏng hoặc có mật khẩu", "the zip file is broken or has a password"),
    "unknown_method": (
        "nén theo cách không đọc được; hãy nén lại bằng zip thường (deflate)",
        "packed in a way that is not read; pack it again as a common zip (deflate)",
    ),
    "too_long": ("dài quá 8 MB", "longer than 8 MB"),
    "too_many_files": ("tệp zip có quá nhiều gói", "the zip file has too many packs"),
    "not_json": ("không phải JSON", "not JSON"),
    "not_an_object": ("không phải một đối tượng JSON", "not an object of JSON"),
}


@dataclass(slots=True)
class _Told:
    """What became of the packs so far: numbers by outcome, and what failed by path, with why."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[dict[str, object]] = field(default_factory=list)

    def fail(self, path: str, code: str, problems: Iterable[tuple[str, str]] = ()) -> None:
        """Note a pack that was not taken, with `(where, what)` of each problem."""
        told = [{"where": where, "what": what} for where, what in problems]
        self.failures.append({"path": path, "code": code, "problems": told})

    def document(self) -> dict[str, object]:
        """Give the report for machines."""
        outcomes = {name: self.outcomes[name] for name in ("created", "updated", "unchanged")}
        packs = sum(outcomes.values()) + len(self.failures)
        failed = {"failed": len(self.failures), "failures": self.failures}
        return {"packs": packs, **outcomes, **failed}


def is_archive(path: Path) -> bool:
    """Say whether a path is a folder or a zip file, and so may hold packs."""
    return path.is_dir() or zipfile.is_zipfile(path)


def import_packs(path: Path, *, is_published: bool, as_json: bool) -> None:
    """Take the packs of a zip file or a folder in, and tell what became of them."""
    told = _Told()
    with refusals(), database.existing() as found:
        django.setup(found.app)
        take = _publish if is_published else _draft
        if as_json:
            _take_all(path, take, told, None)
        else:
            with step("Nhập các gói", "Importing packs") as shown:
                _take_all(path, take, told, shown)
    if as_json:
        click.echo(orjson.dumps(told.document(), option=orjson.OPT_INDENT_2))
    else:
        _tell(told)
    if told.failures:
        click.get_current_context().exit(1)


def _take_all(path: Path, take: Callable[[Pack], str], told: _Told, shown: Step | None) -> None:
    from motcua.procedures.base.exchange.archives import read_packs  # noqa: PLC0415 - pydantic

    seen: dict[str, str] = {}
    for number, found in enumerate(read_packs(path), 1):
        _take(found, take, told, seen)
        if shown is not None:
            shown.note(counted(number, "gói", "pack"))
    if not told.outcomes and not told.failures:
        told.fail("", "no_packs")


def _take(found: Found, take: Callable[[Pack], str], told: _Told, seen: dict[str, str]) -> None:
    from motcua.kernel.errors import DomainError  # noqa: PLC0415 - needs Django
    from motcua.procedures.errors import DraftUnsound  # noqa: PLC0415 - the same

    if found.pack is None:
        told.fail(found.path, "pack_invalid", found.problems)
        return
    if found.pack.code in seen:
        told.fail(found.path, "duplicate_code", [("code", seen[found.pack.code])])
        return
    seen[found.pack.code] = found.path
    try:
        told.outcomes[take(found.pack)] += 1
    except DraftUnsound:
        told.fail(found.path, DraftUnsound.code, _unsound(found.pack))
    except DomainError as error:
        told.fail(found.path, error.code, [("", error.text)])


def _draft(pack: Pack) -> str:
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.kernel.actors import SYSTEM  # noqa: PLC0415 - the same
    from motcua.procedures.actions import take_pack  # noqa: PLC0415 - the same

    return take_pack(actor=SYSTEM, pack=pack, now=clock.now())


def _publish(pack: Pack) -> str:
    """Publish a pack from today. Raises `DraftUnsound` where the checks find errors."""
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.kernel.actors import SYSTEM  # noqa: PLC0415 - the same
    from motcua.procedures.actions import publish_pack  # noqa: PLC0415 - the same
    from motcua.procedures.errors import DraftUnsound  # noqa: PLC0415 - the same
    from motcua.procedures.queries import in_force  # noqa: PLC0415 - the same

    now = clock.now()
    day = clock.civil_date(now)
    unsound = _unsound(pack)
    if unsound:
        raise DraftUnsound(errors=len(unsound))
    was_there = pack.code in dict(in_force(day))
    is_new = publish_pack(actor=SYSTEM, pack=pack, valid_from=day, now=now)
    if not is_new:
        return "unchanged"
    return "updated" if was_there else "created"


def _unsound(pack: Pack) -> list[tuple[str, str]]:
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.procedures.base.lint import lint_pack  # noqa: PLC0415 - loads typst and pydantic

    found = lint_pack(pack, today=clock.civil_date(clock.now()))
    return [(row.where, row.code) for row in found if row.is_blocking]


def _tell(told: _Told) -> None:
    done = told.outcomes
    line(
        say(
            f"{done['created']} mới, {done['updated']} thay đổi, {done['unchanged']} như cũ, "
            f"{len(told.failures)} lỗi.",
            f"{done['created']} new, {done['updated']} changed, {done['unchanged']} as before, "
            f"{len(told.failures)} failed.",
        )
    )
    for failure in told.failures[:_SHOWN]:
        line(visible(f"{failure['path']}: {failure['code']}"))
        problems = failure["problems"]
        assert isinstance(problems, list)
        for problem in problems[:_SHOWN]:
            line(visible(f"  {problem['where']}: {_in_words(problem['what'])}"))


def _in_words(what: str) -> str:
    """Say in words why a file of an archive could not be read; other problems are words."""
    return say(*_UNREADABLE[what]) if what in _UNREADABLE else what
