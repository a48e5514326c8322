"""`motcua demo`: the made-up world, its sandboxes, and the addresses to open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from motcua.cli import lan, progress, sandboxes
from motcua.cli.help import Spoken
from motcua.cli.home import Home
from motcua.cli.node import Node, Plan, look_before
from motcua.cli.reset import database_name, throw_away
from motcua.cli.speech import Refused, refusals, say
from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from motcua.cli.sandboxes import Sandboxes

_EVERYWHERE = "0.0.0.0"  # noqa: S104 - what LAN=1 asks for
_DESK = "desk.localhost"


@click.command(cls=Spoken)
@click.option("--reset", is_flag=True, help="Làm lại từ đầu · Start over.")
@click.option("--lan", "on_lan", is_flag=True, help="HTTPS trong mạng nội bộ · HTTPS on the LAN.")
def demo(*, reset: bool, on_lan: bool) -> None:
    """Chạy thế giới minh họa cho tới khi dừng · Run the made-up world until told to stop.

    Lần chạy đầu dựng thế giới ấy · The first run builds it.
    """
    home = Home(env.data_folder())
    with refusals():
        look_before(home, _EVERYWHERE if on_lan else env.text("MOTCUA_BIND"))
        home.open()
        with home.claimed():
            _refuse_a_real_agency(home)
            if reset:
                throw_away(home)
            home.open()
            home.write("demo", {"database": database_name()})
        plan, addresses = _on_the_lan(home) if on_lan else _on_this_machine(home)
        # Other commands on this folder, such as `doctor`, then see what the pages see.
        home.write("demo", {"database": database_name(), "environment": dict(plan.environment)})
        with Node(home, plan).running() as supervisor:
            _show(addresses, home.read("accounts").get("rows", []))
            supervisor.watch()
    progress.line(say("Đã dừng.", "Stopped."))


def _refuse_a_real_agency(home: Home) -> None:
    """Refuse a folder that has a database and no mark of the demo."""
    if home.is_demo or not (home.folder / "postgres").exists():
        return
    raise Refused(
        f"Thư mục dữ liệu {home.folder} là của một cơ quan thật; hãy đặt MOTCUA_DATA khác.",
        f"The data folder {home.folder} belongs to a real agency; set another MOTCUA_DATA.",
    )


def _on_this_machine(home: Home) -> tuple[Plan, Mapping[str, str]]:
    port = env.text("PORT")
    placed = sandboxes.place(home, "127.0.0.1", "localhost")
    settings = {"MOTCUA_DEMO": "1", **sandboxes.environment(home, placed)}
    portal = f"http://localhost:{port}"
    beside = sandboxes.programs(home, placed, portal, None)
    plan = Plan(environment=settings, beside=beside, preparations=_PREPARATIONS, shows_logs=False)
    return plan, _addresses(portal, f"http://{_DESK}:{port}", placed)


def _on_the_lan(home: Home) -> tuple[Plan, Mapping[str, str]]:
    """Serve HTTPS on the local network; officials' pages stay with this machine's own name."""
    port, host = env.text("PORT"), lan.address()
    names = ["localhost", _DESK]
    certificate = lan.certificate(home.folder / "keys", host, names)
    placed = sandboxes.place(home, _EVERYWHERE, host)
    portal, desk = f"https://{host}:{port}", f"https://{_DESK}:{port}"
    settings = {
        "MOTCUA_DEMO": "1",
        "MOTCUA_HTTPS": "1",
        "MOTCUA_PORTAL_HOSTS": f"{host},localhost,127.0.0.1",
        "MOTCUA_DESK_HOSTS": _DESK,
        "MOTCUA_PUBLIC_URL": portal,
        "MOTCUA_DESK_URL": desk,
        **sandboxes.environment(home, placed),
    }
    plan = Plan(
        environment=settings,
        beside=sandboxes.programs(home, placed, portal, certificate),
        preparations=_PREPARATIONS,
        certificate=certificate,
        bind=_EVERYWHERE,
        shows_logs=False,
    )
    return plan, _addresses(portal, desk, placed)


_PREPARATIONS = ("motcua.cli.prepare", "motcua.cli.world")


def _addresses(portal: str, desk: str, placed: Sandboxes) -> dict[str, str]:
    return {
        say("Trang công dân", "Citizens' pages"): portal,
        say("Trang cán bộ", "Officials' pages"): desk,
        say("Năm phút để tin", "Five minutes to be convinced"): f"{portal}/demo",
        say("Ngân hàng thử nghiệm", "Sandbox bank"): placed.address("bank"),
        say("Điện thoại thử nghiệm", "Sandbox phone"): placed.address("phone"),
        say("Hộp thư thử nghiệm", "Sandbox mailbox"): placed.address("mail"),
        say("Bưu chính thử nghiệm", "Sandbox carrier"): placed.address("carrier"),
        say("Ứng dụng thử nghiệm", "Sandbox apps"): placed.address("apps"),
    }


def _show(addresses: Mapping[str, str], accounts: Sequence[Sequence[str]]) -> None:
    progress.line()
    for name, address in addresses.items():
        progress.line(f"  {name:<30} {address}")
    progress.line()
    if accounts:
        progress.line(
            say(
                "  Không cần mật khẩu: mở trang “Năm phút để tin” và bấm một lần để vào vai:",
                "  No password needed: one click on the page of five minutes signs you in as:",
            )
        )
    for row in accounts:
        progress.line("  " + "".join(f"{cell:<30} " for cell in row).rstrip())
    progress.line()
    progress.line(say("  Ctrl-C để dừng.", "  Ctrl-C stops everything."))
