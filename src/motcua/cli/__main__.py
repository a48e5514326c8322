"""The motcua command as `python -m motcua.cli`: what the supervisor starts its children with."""

from __future__ import annotations

from motcua.cli.main import main

main(prog_name="motcua")
