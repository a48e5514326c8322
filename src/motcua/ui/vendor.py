"""Check that shipped third-party and built files are those `frontend/vendor.json` names.

Run from a checkout: `python -m motcua.ui.vendor`. It prints one line for each file that differs
and ends with status 1, or prints how many files it compared.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
REGISTER = ROOT / "frontend" / "vendor.json"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A file and the sum it must have; `title` is how it is called in messages."""

    title: str
    path: Path
    sha256: str


def pinned_files(register: Path = REGISTER) -> list[Pinned]:
    """Return every file the register pins: third-party, sources and built ones."""
    document = json.loads(register.read_text(encoding="utf-8"))
    pinned = [one for entry in document["third_party"] for one in _of_entry(entry)]
    for kind in ("sources", "built"):
        pinned += [Pinned(name, ROOT / name, sum_) for name, sum_ in document[kind].items()]
    return pinned


def unlisted_files(register: Path = REGISTER) -> list[str]:
    """Return static files and build sources that the register does not know."""
    known = {one.path for one in pinned_files(register)}
    folders = ("src/motcua/static/css", "src/motcua/static/js", "src/motcua/static/fonts")
    present = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    present += [path for name in ("sass", "js") for path in (ROOT / "frontend" / name).rglob("*")]
    return sorted(str(p.relative_to(ROOT)) for p in present if p.is_file() and p not in known)


def differences(register: Path = REGISTER) -> list[str]:
    """Return one sentence for each file that is missing, changed or unknown."""
    wrong = [text for one in pinned_files(register) if (text := _difference(one))]
    return wrong + [f"{name}: not in vendor.json" for name in unlisted_files(register)]


def main() -> int:
    """Print what differs; return 0 when nothing does."""
    if not REGISTER.exists():
        sys.stderr.write("vendor.json belongs to a checkout; there is none here\n")
        return 1
    wrong = differences()
    for text in wrong:
        sys.stdout.write(f"{text}\n")
    if wrong:
        sys.stdout.write("Run `npm ci && npm run build` in frontend/ and commit the result.\n")
        return 1
    sys.stdout.write(f"{len(pinned_files())} files match vendor.json\n")
    return 0


def _of_entry(entry: dict[str, Any]) -> list[Pinned]:
    folder = _package_folder(entry["package"]) if "package" in entry else ROOT
    title = f"{entry['name']} {entry['version']}"
    return [Pinned(f"{title}: {n}", folder / n, sum_) for n, sum_ in entry["files"].items()]


def _package_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise LookupError(f"package {package} is not installed")
    return Path(spec.origin).parent


def _difference(one: Pinned) -> str:
    if not one.path.exists():
        return f"{one.title}: missing"
    found = hashlib.sha256(one.path.read_bytes()).hexdigest()
    return "" if found == one.sha256 else f"{one.title}: changed"


if __name__ == "__main__":
    sys.exit(main())
