"""A node that is no demo, with sandboxes and people: `python -m tests.journeys.node`."""

from __future__ import annotations

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
        environment=sandboxes.environment(home, placed),
        beside=sandboxes.programs(home, placed, portal, None),
        preparations=("motcua.cli.prepare", "tests.journeys.seed"),
    )
    with refusals(), Node(home, plan).running() as supervisor:
        supervisor.watch()


if __name__ == "__main__":
    run()
