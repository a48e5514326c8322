"""The one console command: `motcua`, a table of subcommands, each loaded when it is called."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from motcua.cli.help import SpokenGroup
from motcua.cli.mistakes import misused
from motcua.cli.speech import LANGUAGES, Refused, say
from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """One subcommand: where it lives (`module:attribute`) and one line of help in each language."""

    path: str
    vi: str
    en: str

    def load(self) -> click.Command:
        """Import the command."""
        module, _, attribute = self.path.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


COMMANDS: Mapping[str, Entry] = MappingProxyType(
    {
        "serve": Entry(
            "motcua.cli.serve:serve",
            "Chạy cơ sở dữ liệu, trang web và tiến trình nền dưới một bộ giám sát.",
            "Run database, web and worker under one supervisor.",
        ),
        "worker": Entry(
            "motcua.cli.worker:worker",
            "Chạy riêng tiến trình nền.",
            "Run the worker alone.",
        ),
        "demo": Entry(
            "motcua.cli.demo:demo",
            "Chạy thế giới minh họa với người hư cấu.",
            "Run the made-up world with its invented people.",
        ),
        "prove": Entry(
            "motcua.cli.prove:prove",
            "Nộp hàng nghìn hồ sơ trong lúc các tiến trình bị giết, rồi đếm lại.",
            "File thousands of dossiers while processes are killed, and recount.",
        ),
        "prepare": Entry(
            "motcua.cli.prepare:prepare",
            "Nâng cấp lược đồ, cấp quyền, gom tệp tĩnh, rồi thôi.",
            "Migrate, grant and collect static files, and no more.",
        ),
        "web": Entry(
            "motcua.cli.web:web",
            "Chạy riêng các tiến trình web.",
            "Run the web processes alone.",
        ),
        "reload": Entry(
            "motcua.cli.reload:reload",
            "Thay tiến trình bằng bản vừa cài, không từ chối ai.",
            "Put the release just installed in the processes' place, turning nobody away.",
        ),
        "init": Entry(
            "motcua.cli.init:init",
            "Lập một cơ quan thật: mã, tên, giờ làm việc, đơn vị, người quản trị đầu tiên.",
            "Set up a real agency: code, name, hours, units, first administrator.",
        ),
        "doctor": Entry(
            "motcua.cli.doctor.command:doctor",
            "Khám toàn bộ cài đặt và nói cách chữa.",
            "Check the whole installation and say what to do about each finding.",
        ),
        "manage": Entry(
            "motcua.cli.manage:manage",
            "Gọi lệnh quản trị của Django.",
            "Call one of Django's management commands.",
        ),
        "calendar": Entry(
            "motcua.cli.calendar:calendar",
            "Tính hạn theo lịch làm việc.",
            "Work out due times by the working calendar.",
        ),
        "codes": Entry(
            "motcua.cli.codes:codes",
            "Đọc và kiểm tra các loại mã.",
            "Read and check codes.",
        ),
        "procedures": Entry(
            "motcua.cli.procedures:procedures",
            "Kiểm tra các gói thủ tục.",
            "Check packs of procedures.",
        ),
        "dossiers": Entry(
            "motcua.cli.dossiers:dossiers",
            "Giải thích đồng hồ của một hồ sơ.",
            "Explain the clock of a dossier.",
        ),
        "counters": Entry(
            "motcua.cli.counters:counters",
            "In tờ bìa quét giấy tờ.",
            "Print cover sheets for scans.",
        ),
        "backup": Entry(
            "motcua.cli.backup.command:backup",
            "Sao lưu cơ sở dữ liệu, nhật ký và tệp.",
            "Back up database, log and files.",
        ),
        "restore": Entry(
            "motcua.cli.backup.restore:restore",
            "Khôi phục một nút như nó ở một thời điểm.",
            "Restore a node as it was at a moment.",
        ),
        "intact": Entry(
            "motcua.cli.intact:intact",
            "Kiểm tra nút có nguyên vẹn: tệp, chữ ký, nhật ký, sổ cái.",
            "Check that a node is whole: files, signatures, log, ledger.",
        ),
        "audit": Entry(
            "motcua.cli.audit:audit",
            "Kiểm chứng nhật ký kiểm toán.",
            "Verify the audit log.",
        ),
        "receipts": Entry(
            "motcua.cli.receipts:receipts",
            "Đếm lại biên lai của một năm, so với sổ cái.",
            "Recount a year's receipts against the ledger.",
        ),
        "keys": Entry(
            "motcua.cli.keys:keys",
            "Thay khóa niêm phong dữ liệu cá nhân.",
            "Change the key that seals personal data.",
        ),
        "outbox": Entry(
            "motcua.cli.outbox:outbox",
            "Xem sự kiện đang chờ; thử lại những sự kiện đã bị bỏ.",
            "See events that wait; try those again that were given up.",
        ),
        "bench": Entry(
            "motcua.cli.bench:bench",
            "Sinh rất nhiều hồ sơ hư cấu để đo.",
            "Generate very many invented dossiers for measuring.",
        ),
        "insight": Entry(
            "motcua.cli.insight:insight",
            "Đếm lại số tổng hợp cho lãnh đạo.",
            "Count the leaders' sums again.",
        ),
        "verify": Entry(
            "motcua.cli.verify:verify",
            "Kiểm tra chữ ký số của tệp PDF và JSON.",
            "Verify the signatures of PDF and JSON files.",
        ),
    }
)


_PORT = (0, 65535)
_NUMBERS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "PORT": (1, 65535),
        "MOTCUA_WEB_WORKERS": (0, 256),
        "MOTCUA_WEB_THREADS": (1, 256),
        "MOTCUA_BACKUP_DAYS": (1, 3650),
        "MOTCUA_BACKUP_HOUR": (0, 23),
        "MOTCUA_BACKUP_SECONDS": (1, 3600),
        "MOTCUA_SANDBOX_BANK_PORT": _PORT,
        "MOTCUA_SANDBOX_PHONE_PORT": _PORT,
        "MOTCUA_SANDBOX_MAIL_PORT": _PORT,
        "MOTCUA_SANDBOX_CARRIER_PORT": _PORT,
        "MOTCUA_SANDBOX_APPS_PORT": _PORT,
    }
)


class LazyGroup(SpokenGroup):
    """A group that knows its subcommands by name and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None when there is none of that name."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        return entry.load() if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; `help backup` asks `backup` for its help."""
        if args[0] != "help":
            return super().resolve_command(ctx, args)
        if not args[1:]:
            click.echo(ctx.get_help())
            ctx.exit()
        return super().resolve_command(ctx, [*args[1:], "--help"])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that is called. Raises `Misused` for what click cannot make out."""
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise misused(error) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command. Raises `Misused`."""
        try:
            return super().parse_args(ctx, args)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise misused(error) from None

    def first_lines(self, ctx: click.Context) -> Iterable[tuple[str, str]]:
        """Give (name, line of help) of each command without importing any."""
        del ctx
        return [(name, say(entry.vi, entry.en)) for name, entry in COMMANDS.items()]


@click.group(cls=LazyGroup)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    is_eager=True,  # `--help` speaks it
    help="Ngôn ngữ của lệnh · Language of the command.",
)
@click.version_option(
    package_name="motcua", help="Hiện số phiên bản rồi thôi · Show the version and exit."
)
def main(language: str | None) -> None:
    """Nền tảng chính quyền điện tử một cửa · The one-door e-government platform."""
    del language  # read from the context by `speech`
    _refuse_what_is_no_number()


def _refuse_what_is_no_number() -> None:
    for name, (least, most) in _NUMBERS.items():
        given = env.text(name)
        if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
            raise Refused(
                f"{name}={given} không đúng; hãy đặt một số từ {least} đến {most}.",
                f"{name}={given} will not do; set a number from {least} to {most}.",
            )
