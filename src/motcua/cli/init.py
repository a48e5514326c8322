"""`motcua init`: set up an agency that is not the demo."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from motcua.cli import agency_plan, database, django, programs
from motcua.cli.help import Spoken
from motcua.cli.home import Home
from motcua.cli.speech import Refused, language, refusals, say
from motcua.config import env

if TYPE_CHECKING:
    from motcua.cli.agency_plan import AgencyPlan
    from motcua.cli.database import Database


@click.command(cls=Spoken)
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def init(file: Path | None, *, as_json: bool) -> None:
    """Lập một cơ quan thật · Set up a real agency.

    Đọc tệp YAML hoặc hỏi từng điều; in mật khẩu đầu của người quản trị · Reads a YAML FILE, or
    asks; prints the administrator's first password.
    """
    home = Home(env.data_folder())
    if home.is_demo:
        raise Refused(
            f"Thư mục {home.folder} chứa thế giới minh họa; hãy đặt MOTCUA_DATA khác.",
            f"The folder {home.folder} holds the made-up world; set another MOTCUA_DATA.",
        )
    plan = agency_plan.read(file) if file else agency_plan.ask()
    with refusals():
        home.open()
        with database.opened() as found:
            _prepare(found)
            django.setup(found.app)
            passwords = _set_up(plan)
    _print(plan, passwords, as_json=as_json)


def _prepare(found: Database) -> None:
    """Bring the schema up to date, in the owner's own process; what it says goes to stderr."""
    own = programs.inherited(
        found.environment(),
        {"DATABASE_OWNER_URL": found.owner, "MOTCUA_LANGUAGE": language()},
    )
    command = [sys.executable, "-m", "motcua.cli", "prepare"]
    if subprocess.run(command, env=own, stdout=sys.stderr, check=False).returncode != 0:  # noqa: S603
        raise click.exceptions.Exit(1)


def _set_up(plan: AgencyPlan) -> tuple[str, ...]:
    # Imported after the setup, as all that touches models.
    from django.utils import translation  # noqa: PLC0415

    from motcua.cli.agency_setup import set_up  # noqa: PLC0415
    from motcua.kernel import clock  # noqa: PLC0415

    with translation.override(language()):
        return set_up(plan, now=clock.now())


def _print(plan: AgencyPlan, passwords: tuple[str, ...], *, as_json: bool) -> None:
    each = [(who.email, word) for who, word in zip(plan.administrators, passwords, strict=True)]
    email, password = each[0]
    document: dict[str, Any] = {"agency": plan.code, "administrator": email, "password": password}
    for email, password in each[1:]:
        document |= {"second_administrator": email, "second_password": password}
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    click.echo(say(f"Đã lập {plan.name} ({plan.code}).", f"{plan.name} ({plan.code}) is set up."))
    for email, password in each:
        click.echo(say(f"Người quản trị: {email}", f"Administrator: {email}"))
        click.echo(
            say(
                f"Mật khẩu lần đầu: {password} — chỉ hiện một lần; hãy đổi khi đăng nhập.",
                f"First password: {password} — shown once; change it when signing in.",
            )
        )
    click.echo(say("Chạy: motcua serve", "Run: motcua serve"))
