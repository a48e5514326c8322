"""Check that what was built or copied is what frontend/vendor.json says, and nothing else."""
# ruff: noqa: INP001, T201 - a script that CI runs, not a module

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
BUILT_FOLDERS = ("src/motcua/static/css", "src/motcua/static/js", "src/motcua/static/fonts")


def main() -> int:
    """Print each difference; exit code 1 when there is one."""
    manifest = json.loads((ROOT / "frontend" / "vendor.json").read_text())
    listed = dict(_listed(manifest))
    complaints = [f"{path}: {state}" for path, state in _differences(listed)]
    complaints += [f"{path}: not in vendor.json" for path in _unlisted(listed)]
    for complaint in complaints:
        print(complaint)
    if complaints:
        print("Rebuild: cd frontend && npm ci && npm run build")
    return 1 if complaints else 0


def _listed(manifest: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for entry in manifest["third_party"]:
        base = _package_folder(entry["package"]) if "package" in entry else ROOT
        yield from ((base / name, digest) for name, digest in entry["files"].items())
    for part in ("sources", "built"):
        yield from ((ROOT / name, digest) for name, digest in manifest[part].items())


def _package_folder(name: str) -> Path:
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _differences(listed: dict[Path, str]) -> Iterator[tuple[Path, str]]:
    for path, digest in listed.items():
        if not path.exists():
            yield path, "missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield path, "changed"


def _unlisted(listed: dict[Path, str]) -> Iterator[Path]:
    for folder in BUILT_FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path not in listed:
                yield path


sys.exit(main())
