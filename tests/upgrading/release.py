"""Which version of motcua the record of a release is of, and which commit made that version.

A release is a version in `pyproject.toml` and a tag of its name (`v0.1.0`). Until it has its tag it
may be noted as often as it takes; once it is out its record stands until the next version's.
"""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RECORD = "tests/upgrading/released.json"


def version(root: Path = ROOT) -> str:
    """Give the version that this code is, or will be once it is out."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def in_order(of: str) -> tuple[int, ...]:
    """Give the numbers of a version, so that two can be compared."""
    return tuple(int(number) for number in of.split("."))


def tagged(of: str, root: Path = ROOT) -> str:
    """Give the commit that bears the tag of a version; empty where it is not out."""
    return _git(root, "rev-parse", "--verify", "--quiet", f"v{of}^{{commit}}")


def commit_of(of: str, root: Path = ROOT) -> str:
    """Give the commit that is a version: the one with its tag, or that which noted it last."""
    return tagged(of, root) or _git(root, "log", "-1", "--format=%H", "--", RECORD)


def is_noted_anew(of: str, root: Path = ROOT) -> bool:
    """Say whether the record of a version that is out was changed since."""
    commit = tagged(of, root)
    record = (root / RECORD).read_text(encoding="utf-8").strip()
    return bool(commit) and _git(root, "show", f"{commit}:{RECORD}") != record


def _git(root: Path, *words: str) -> str:
    answer = subprocess.run(
        ["git", "-C", str(root), *words], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()
