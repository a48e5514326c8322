"""The whole plan, system by system, and honestly how far each is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Standing = Literal["works", "thin", "not-yet"]


@dataclass(frozen=True, slots=True)
class System:
    """One system of the plan; `link` is where it lives, empty where there is nothing yet."""

    number: str
    name: dict[str, str]
    standing: Standing
    link: str = ""


@cache
def mission() -> tuple[System, ...]:
    """Give the systems in the order of the plan."""
    content = yaml.safe_load(Path(__file__).with_name("mission.yaml").read_text())
    return tuple(System(**row) for row in content)
