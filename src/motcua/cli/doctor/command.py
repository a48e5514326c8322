"""`motcua doctor`: run every check, print the findings, fail when one is bad."""

from __future__ import annotations

import dataclasses
import importlib
import json
import sys
from typing import TYPE_CHECKING

import click

from motcua.cli import database, django, progress
from motcua.cli.doctor.findings import Finding, Level, bad
from motcua.cli.external import check
from motcua.cli.help import Spoken
from motcua.cli.speech import LANGUAGES, refusals, say
from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Modules that need Django are imported after its setup; hence names.
CHECKS = (
    *("server:version", "server:settings", "server:connections", "server:extensions"),
    *("schema:migrations", "schema:roles", "schema:worker"),
    *("installation:data_folder", "installation:keys", "installation:clock"),
    "backups:backups",
    *("around:mail", "around:gateways", "around:calendar", "around:https"),
)
_MARKS = {Level.OK: "✓", Level.WARN: "!", Level.BAD: "✗"}


@click.command(cls=Spoken)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
@click.option("--settings", "lists_settings", is_flag=True, help="Các thiết lập · The settings.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Ngôn ngữ · Language.")
@click.pass_context
def doctor(
    context: click.Context, *, as_json: bool, lists_settings: bool, language: str | None
) -> None:
    """Khám toàn bộ cài đặt và nói cách chữa · Check the installation and say what to do."""
    if language:
        context.find_root().params["language"] = language
    if lists_settings:
        (_print_settings_as_json if as_json else _print_settings)()
        return
    findings = list(_findings())
    (_print_as_json if as_json else _print)(findings)
    if any(finding.level == Level.BAD for finding in findings):
        sys.exit(1)


def _findings() -> Iterator[Finding]:
    if database.named() is None and not (env.data_folder() / "postgres").exists():
        yield bad(
            "database.reachable",
            (f"Chưa có gì trong {env.data_folder()}", f"Nothing in {env.data_folder()} yet"),
            ("Chạy `motcua demo` hoặc `motcua serve`.", "Run `motcua demo` or `motcua serve`."),
        )
        return
    with refusals(), database.opened() as found:
        try:
            check(found)
        except click.ClickException as error:
            yield Finding("database.reachable", Level.BAD, error.format_message())
            return
        django.setup(found.app)
        for path in CHECKS:
            yield from run_check(path)


def run_check(path: str) -> Iterable[Finding]:
    """Run one check; a check that cannot be made is itself a finding."""
    module, _, name = path.partition(":")
    make = getattr(importlib.import_module(f"motcua.cli.doctor.{module}"), name)
    try:
        return list(make())
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what we are asked for
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return [
            bad(
                f"{module}.{name}",
                (f"Không kiểm tra được: {reason}", f"Could not be checked: {reason}"),
                ("Sửa điều nêu trên rồi chạy lại.", "Put that right and run again."),
            )
        ]


def _print(findings: list[Finding]) -> None:
    for finding in findings:
        progress.line(f"  {_MARKS[finding.level]} {finding.check:<28} {finding.found}")
        if finding.advice:
            progress.line(f"    {'':<28} → {finding.advice}")
    count = {level: sum(finding.level == level for finding in findings) for level in Level}
    progress.line()
    progress.line(
        say(
            f"{count[Level.OK]} tốt, {count[Level.WARN]} cần để ý, {count[Level.BAD]} phải sửa",
            f"{count[Level.OK]} well, {count[Level.WARN]} to look at, "
            f"{count[Level.BAD]} to put right",
        )
    )


def _print_as_json(findings: list[Finding]) -> None:
    is_well = all(finding.level != Level.BAD for finding in findings)
    rows = [dataclasses.asdict(finding) for finding in findings]
    progress.line(json.dumps({"ok": is_well, "checks": rows}, ensure_ascii=False, indent=1))


def _print_settings() -> None:
    for setting in env.SETTINGS:
        shown = f" = {setting.default}" if setting.default else ""
        progress.line(f"{setting.name}{shown}")
        progress.line(f"    {say(setting.meaning_vi, setting.meaning_en)}")


def _print_settings_as_json() -> None:
    rows = [dataclasses.asdict(setting) for setting in env.SETTINGS]
    progress.line(json.dumps({"settings": rows}, ensure_ascii=False, indent=1))
