"""A demo node whose history is one ward's: quicker to build, and busy enough to be photographed."""

from __future__ import annotations

from guide import clock
from motcua.cli import sandboxes
from motcua.cli.home import Home
from motcua.cli.node import Node, Plan
from motcua.cli.speech import refusals
from motcua.config import env


def run() -> None:
    """Run the node of this environment until told to stop."""
    home = Home(env.data_folder())
    home.open()
    placed = sandboxes.place(home, "127.0.0.1", "localhost")
    portal = f"http://localhost:{env.text('PORT')}"
    plan = Plan(
        environment={
            "MOTCUA_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "guide.settings",
            clock.SHIFT: clock.shift(),
            **sandboxes.environment(home, placed),
        },
        beside=sandboxes.programs(home, placed, portal, None),
        preparations=("motcua.cli.prepare", "guide.world"),
        shows_logs=False,
    )
    with refusals(), Node(home, plan).running() as supervisor:
        supervisor.watch()


if __name__ == "__main__":
    run()
