"""A node as the product runs it, with people but no history: `python -m bench.node`."""

from __future__ import annotations

from motcua.cli.home import Home
from motcua.cli.node import Node, Plan
from motcua.cli.speech import refusals
from motcua.config import env


def run() -> None:
    """Run the node of this environment until told to stop."""
    home = Home(env.data_folder())
    home.open()
    plan = Plan(environment={"MOTCUA_DEMO": "1"}, preparations=("motcua.cli.prepare", "bench.seed"))
    with refusals(), Node(home, plan).running() as supervisor:
        supervisor.watch()


if __name__ == "__main__":
    run()
