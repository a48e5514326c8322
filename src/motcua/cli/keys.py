"""`motcua keys`: changes the key that seals personal data, in three steps a week apart."""

from __future__ import annotations

import click
import orjson

from motcua.cli import database, django
from motcua.cli.help import SpokenGroup
from motcua.cli.speech import Refused, refusals, say
from motcua.config import env
from motcua.kernel import keys as ring


@click.group(cls=SpokenGroup)
def keys() -> None:
    """Thay khóa niêm phong · Change the key that seals personal data."""


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def add(*, as_json: bool) -> None:
    """Thêm khóa mới, khóa cũ vẫn mở được · Put a new key in front; older ones still open."""
    with refusals():
        try:
            ring.add_seal_key(env.data_folder() / "keys")
        except FileNotFoundError as error:
            raise Refused(
                "Chưa có khóa nào ở đây; hãy chạy motcua init trước.",
                "There are no keys here; run motcua init first.",
            ) from error
    said = say(
        "Đã thêm khóa mới. Khởi động lại các tiến trình, rồi chạy motcua keys reseal.",
        "A new key was added. Restart the processes, then run motcua keys reseal.",
    )
    _answer({"added": 1}, said, as_json=as_json)


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def reseal(*, as_json: bool) -> None:
    """Niêm phong lại bằng khóa hiện hành · Seal everything again under the current key.

    Chạy được trong lúc hệ thống đang phục vụ · Runs beside the application.
    """
    changed = _reseal()
    rows = sum(changed.values())
    said = say(
        f"Đã niêm phong lại {rows} dòng. Một tuần sau hãy chạy motcua keys drop.",
        f"{rows} rows were sealed again. Run motcua keys drop a week from now.",
    )
    _answer({"resealed": rows, "models": changed}, said, as_json=as_json)


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def drop(*, as_json: bool) -> None:
    """Bỏ các khóa cũ · Throw the older keys away.

    Từ chối khi còn gì niêm phong bằng khóa cũ · Refuses while something is sealed by one of them.
    """
    rows = sum(_reseal().values())
    if rows:
        raise Refused(
            f"Còn {rows} dòng niêm phong bằng khóa cũ, nay đã niêm phong lại; có thể còn tiến "
            "trình chưa dùng khóa mới. Hãy khởi động lại chúng và thử lại sau một tuần.",
            f"{rows} rows were still sealed by an old key and have been sealed again; a process "
            "may not use the new one yet. Restart them and try again in a week.",
        )
    dropped = ring.drop_old_seal_keys(env.data_folder() / "keys")
    said = say(f"Đã bỏ {dropped} khóa cũ.", f"{dropped} old keys were thrown away.")
    _answer({"dropped": dropped}, said, as_json=as_json)


def _reseal() -> dict[str, int]:
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.kernel.rotation import reseal_all  # noqa: PLC0415 - needs Django

        return dict(reseal_all())


def _answer(document: dict[str, object], said: str, *, as_json: bool) -> None:
    click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2) if as_json else said)
