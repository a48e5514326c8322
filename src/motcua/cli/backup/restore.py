"""`motcua restore`: a node as it was at a moment, into a fresh place."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from motcua.cli.backup import keys
from motcua.cli.backup.command import required_place
from motcua.cli.backup.notes import stamp
from motcua.cli.backup.places import place_of
from motcua.cli.backup.plan import plan
from motcua.cli.backup.restoring import Restoring, is_taken_up
from motcua.cli.backup.source import living
from motcua.cli.moments import moment_written
from motcua.cli.progress import line, step
from motcua.cli.speech import Refused, refusals, say
from motcua.cli.usage import OneSentence
from motcua.config import env
from motcua.kernel import clock

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.cli.backup.plan import Plan

_LATEST = "latest"


@click.command(cls=OneSentence)
@click.option(
    "--key",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp khóa phục hồi · The file of the recovery key.",
)
@click.option(
    "--to",
    "moment",
    default=_LATEST,
    show_default=True,
    help="Thời điểm (ISO 8601) · The moment (ISO 8601).",
)
@click.option("--from", "address", default="", help="Nơi sao lưu · The place of the backups.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục mới; mặc định MOTCUA_DATA · The new folder; MOTCUA_DATA unless given.",
)
@click.option("--chain", default="", help="Chuỗi sao lưu · The chain of backups.")
@click.option(
    "--over",
    is_flag=True,
    help="Dời thư mục đang có sang bên · Move a folder that is there aside.",
)
def restore(
    *, key: Path, moment: str, address: str, into: Path | None, chain: str, over: bool
) -> None:
    """Khôi phục một nút · Restore a node.

    Lấy bản gốc, tệp và nhật ký từ nơi sao lưu, dựng lại cơ sở dữ liệu đúng thời điểm ấy, rồi kiểm
    tra tệp, chữ ký và nhật ký kiểm toán. Bị ngắt thì chạy lại cùng lệnh là làm tiếp. Mã thoát 1
    khi nút dựng lại không nguyên vẹn · Fetches base, files and log, makes the database as it was
    at that moment, and checks files, signatures and audit log. When interrupted, the same command
    goes on. Exit code 1 where the restored node is not whole.
    """
    to = _moment(moment)
    target = (into or env.data_folder()).expanduser().resolve()
    with refusals():
        place = place_of(address) if address else required_place()
        opening = keys.opening(key)
        chosen = plan(place, opening, to, chain)
        make_way(target, is_over=over)
        began = time.monotonic()
        restoring = Restoring(place, opening, chosen, target)
        _restore(restoring)
        is_intact = restoring.is_intact()
    _tell(chosen, target, time.monotonic() - began)
    sys.exit(0 if is_intact else 1)


def _moment(text: str) -> datetime | None:
    if text == _LATEST:
        return None
    return moment_written(text)


def make_way(into: Path, *, is_over: bool) -> None:
    """See to it that nothing is in the way: with `is_over` what is there is moved aside.

    Never a folder from which a node runs. Raises `Refused`.
    """
    if not into.exists() or not any(into.iterdir()) or is_taken_up(into):
        return
    if living(into):
        raise Refused(
            f"Một nút đang chạy từ {into}; hãy dừng nó trước, hoặc đặt --into thư mục khác.",
            f"A node runs from {into}; stop it first, or give another folder with --into.",
        )
    if not is_over:
        raise Refused(
            f"{into} không trống; đặt --into thư mục khác, hoặc --over để dời nó sang bên.",
            f"{into} is not empty; give another folder with --into, or --over to move it aside.",
        )
    aside = into.with_name(f"{into.name}.before-{stamp(clock.system_now())}")
    into.rename(aside)
    line(say(f"Thư mục cũ nằm ở {aside}.", f"The old folder is {aside} now."))


def _restore(restoring: Restoring) -> None:
    restoring.begin()
    with step("Cơ sở dữ liệu", "Database") as shown:
        restoring.database(shown.note)
    # The log before what it speaks of: a node that ships meanwhile sends files first.
    with step("Nhật ký cơ sở dữ liệu", "The database's log") as shown:
        restoring.log(shown.note)
    restoring.look_again()
    with step("Khóa, đầu cây kiểm toán", "Keys, tree heads"):
        restoring.small()
    with step("Tệp", "Files") as shown:
        restoring.files(shown.note)
    with step("Dựng lại tới thời điểm ấy", "Replaying up to the moment") as shown:
        restoring.recover(shown.note)
    restoring.end()


def _tell(chosen: Plan, into: Path, seconds: float) -> None:
    moment = clock.civil(chosen.to or chosen.reached)
    line(
        say(
            f"Nút như lúc {moment:%H:%M:%S %d/%m/%Y} nằm ở {into} ({seconds:.0f} giây).",
            f"The node as of {moment:%H:%M:%S %d/%m/%Y} lies in {into} ({seconds:.0f} s).",
        )
    )
