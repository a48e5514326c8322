"""`motcua backup`: a base now, the recovery key, what there is, and shipping for good."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from motcua.cli.backup import bases, keys, looking
from motcua.cli.backup.notes import Notes
from motcua.cli.backup.places import place_of
from motcua.cli.backup.receiving import Receiver
from motcua.cli.backup.shipping import Shipping
from motcua.cli.backup.source import source
from motcua.cli.backup.streaming import Streaming
from motcua.cli.help import SpokenGroup
from motcua.cli.progress import line, step
from motcua.cli.speech import Refused, counted, refusals, say
from motcua.cli.usage import OneSentence
from motcua.config import env
from motcua.kernel import clock
from motcua.kernel.processes import dies_with_parent

if TYPE_CHECKING:
    from motcua.cli.backup.bases import Base
    from motcua.cli.backup.keys import Closing
    from motcua.cli.backup.places import Place
    from motcua.cli.backup.source import Source
    from motcua.cli.progress import Step

_MEGABYTE = 1024**2
_SECONDS_TO_ARRIVE = 900.0
_SECONDS_BETWEEN_LOOKS = 2.0


@click.group(cls=SpokenGroup, invoke_without_command=True)
@click.pass_context
def backup(context: click.Context) -> None:
    """Sao lưu cơ sở dữ liệu, nhật ký và tệp · Back up database, log and files.

    Không kèm lệnh con: tạo ngay một bản gốc trong MOTCUA_BACKUP_TO, đọc lại để kiểm tra, bỏ những
    bản quá hạn giữ. Bị ngắt thì chạy lại: tệp đã gửi không gửi lại · Without a subcommand: make a
    base in MOTCUA_BACKUP_TO now, read it back, and delete what is kept no longer. When interrupted,
    run it again: files that were sent are not sent again.
    """
    if context.invoked_subcommand is None:
        with refusals():
            _base_now()


def required_place() -> Place:
    """Give the place that is set. Raises `Refused`."""
    address = env.text("MOTCUA_BACKUP_TO")
    if not address:
        raise Refused(
            "Chưa có nơi sao lưu; hãy đặt MOTCUA_BACKUP_TO là một thư mục hoặc s3://kho/tiền-tố.",
            "There is no place of backups; set MOTCUA_BACKUP_TO to a folder or s3://bucket/prefix.",
        )
    return place_of(address)


def _base_now() -> None:
    place, closing = required_place(), keys.closing(env.data_folder())
    began = time.monotonic()
    with source() as node:
        notes = Notes(node.data)
        with notes.shipping() as is_ours:
            if is_ours:
                _alone(node, place, closing, notes)
            else:
                _beside(node, place, closing, notes)
    line(
        say(
            f"✓ Bản gốc đã đủ, đọc lại khớp ({time.monotonic() - began:.0f} giây).",
            f"✓ The base is whole and reads back ({time.monotonic() - began:.0f} s).",
        )
    )


def _alone(node: Source, place: Place, closing: Closing, notes: Notes) -> None:
    """Make a base where nobody ships: the log and the files of its time are shipped here."""
    with Receiver(node, notes.wal) as receiver:
        if receiver.has_gap() or not notes.chain():
            notes.begin(clock.system_now())
        shipping = Shipping(node, place, closing, notes, receiver)
        base = _take(node, place, closing, notes)
        with step("Tệp và nhật ký cơ sở dữ liệu", "Files and log") as shown:
            done = shipping.round(shown.note, whole=True)
            shown.note(f"{done.bytes // _MEGABYTE} MB")
        _tell_missing(done.missing)
        bases.seal(place, closing, notes, base)
        with step("Bỏ những gì quá hạn giữ", "Deleting what is kept no longer") as shown:
            now = clock.system_now()
            count = bases.prune(node, place, notes, now=now, days=env.number("MOTCUA_BACKUP_DAYS"))
            bases.list_packs(place, closing, notes, now)
            shown.note(str(count))


def _beside(node: Source, place: Place, closing: Closing, notes: Notes) -> None:
    """Make a base while another process ships log and files, and wait until it got so far."""
    base = _take(node, place, closing, notes)
    deadline = time.monotonic() + _SECONDS_TO_ARRIVE
    with step("Chờ nhật ký tới nơi", "Waiting for the log"):
        while (reached := notes.reached()) is None or reached.lsn < base.lsn:
            if time.monotonic() > deadline:
                raise Refused(
                    "Tiến trình sao lưu liên tục không tiến; xem nhật ký của nó.",
                    "The process that ships the log does not get on; see its log.",
                )
            time.sleep(0.5)
    bases.seal(place, closing, notes, base)


def _take(node: Source, place: Place, closing: Closing, notes: Notes) -> Base:
    with step("Cơ sở dữ liệu", "Database") as shown:
        return bases.take(node, place, closing, notes.chain(), shown.note)


def _tell_missing(number: int) -> None:
    if number:
        line(
            say(
                f"✗ {number} tệp có tên trong cơ sở dữ liệu mà mất hoặc hỏng trong kho.",
                f"✗ {counted(number, '', 'file')} named by the database are lost or damaged.",
            )
        )


@backup.command("key", cls=OneSentence)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Tệp · File.")
@click.option("--recipient", default="", help="Khóa công khai age có sẵn · A public key of age.")
def key_command(*, to: Path | None, recipient: str) -> None:
    """Tạo khóa phục hồi, cất ở nơi khác · Make the recovery key, to be kept elsewhere.

    Nút chỉ giữ nửa công khai: nó đóng được mà không mở được bản sao lưu. Có thể tạo khóa bằng
    age-keygen trên máy khác rồi đưa nửa công khai cho --recipient · The node keeps the public half
    alone: it closes backups and cannot open them. Or make a key with age-keygen elsewhere and give
    its public half with --recipient.
    """
    with refusals():
        if (to is None) == (not recipient):
            raise Refused("Hãy đặt --to hoặc --recipient.", "Give --to or --recipient.")
        data = env.data_folder()
        if to is None:
            line(keys.close_for(data, recipient))
            text = say(
                "Hãy chép dòng trên vào tệp khóa phục hồi.", "Put this line into the key's file."
            )
            line(text)
            return
        public = keys.make(data, to)
        line(public)
        line(
            say(
                f"Khóa phục hồi ở {to}. Ai có tệp này mở được mọi bản sao lưu; mất nó thì không ai "
                "mở được. Hãy cất hai bản ở hai nơi, ngoài máy này.",
                f"The recovery key is in {to}. Whoever has it opens every backup; without it "
                "nobody does. Keep two copies in two places, not on this machine.",
            )
        )


@backup.command("stream", cls=OneSentence)
def stream_command() -> None:
    """Gửi nhật ký và tệp liên tục, mỗi đêm một bản gốc · Ship log and files, each night a base.

    `motcua serve` tự chạy lệnh này khi có MOTCUA_BACKUP_TO · `motcua serve` runs this by itself
    where MOTCUA_BACKUP_TO is set.
    """
    with refusals(), ExitStack() as stack:
        place, data = required_place(), env.data_folder()
        _wait_for_key(data)
        closing = keys.closing(data)
        node = stack.enter_context(source())
        notes = Notes(node.data)
        if not stack.enter_context(notes.shipping()):
            raise Refused(
                "Đã có tiến trình khác gửi bản sao lưu của nút này.",
                "Another process ships the backups of this node already.",
            )
        streaming = Streaming(node, place, closing, notes, start_base=_start_base)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: streaming.stop())
        streaming.run()


def _wait_for_key(data: Path) -> None:
    """Wait for somebody to make the recovery key; a node that has just been made has none."""
    is_told = False
    while not keys.has_recipient(data):
        if not is_told:
            line(
                say(
                    "Chưa sao lưu: hãy chạy motcua backup key --to TỆP để tạo khóa phục hồi.",
                    "No backups yet: run motcua backup key --to FILE to make the recovery key.",
                )
            )
            is_told = True
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _start_base() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "motcua.cli", "backup"],
        stdin=subprocess.DEVNULL,
        preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call
    )


@backup.command("list", cls=OneSentence)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def list_command(*, as_json: bool) -> None:
    """Liệt kê các bản sao lưu · List the backups."""
    with refusals():
        looking.tell_list(required_place(), as_json=as_json)


@backup.command("check", cls=OneSentence)
@click.option(
    "--key",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp khóa phục hồi · The file of the recovery key.",
)
def check_command(*, key: Path) -> None:
    """Đọc và mở từng mảnh · Read and open every piece.

    Mã thoát 1 khi có mảnh hỏng hoặc thiếu · Exit code 1 where one is damaged or missing.
    """
    with refusals():
        place, opening = required_place(), keys.opening(key)
        with step("Đọc lại từng mảnh", "Reading every piece") as shown:
            bad = _damaged(place, opening, shown)
    for text in bad:
        line(f"  ✗ {text}")
    if bad:
        sys.exit(1)


def _damaged(place: Place, opening: keys.Opening, shown: Step) -> list[str]:
    found = looking.damaged(place, opening, shown.note)
    return list(found)
