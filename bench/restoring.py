"""`python -m bench.restoring`: lose a node of many dossiers and files, and have it back.

DOSSIERS=100000 FILES=100000 KILOBYTES=50 say how much. Each figure stands beside its floor, a plain
copy of the same folder (`cp -a`, then `sync`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import psycopg

from motcua.cli import django
from motcua.cli.temporary import temporary_node
from motcua.kernel.postgres import Server

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_AT_ONCE = 1000
_SEED = 2026


def main() -> None:
    """Make the node, back it up, lose it, restore it; print the seconds of each."""
    dossiers, files = (int(os.environ.get(name, "100000")) for name in ("DOSSIERS", "FILES"))
    kilobytes = int(os.environ.get("KILOBYTES", "50"))
    with temporary_node() as node:
        data = node.home.folder
        place, key = data.with_name("place"), data.with_name("recovery.key")
        own = node.environment() | {"MOTCUA_BACKUP_TO": str(place), "MOTCUA_LANGUAGE": "en"}
        _motcua(own, "prepare")
        _fill(data, own, dossiers, files, kilobytes)
        _motcua(own, "backup", "key", "--to", str(key))
        found: dict[str, float] = {"dossiers": dossiers, "files": files}
        found["megabytes"] = round(_size(data) / 1024**2)
        found["backup"] = _motcua(own, "backup")
        found["backup_again"] = _motcua(own, "backup")
        found["backup_megabytes"] = round(_size(place) / 1024**2)
        found["copy"] = _copied(data)
        shutil.rmtree(data)
        found["restore"] = _motcua(own, "restore", "--key", str(key), "--into", str(data))
        found["ratio"] = round(found["restore"] / found["copy"], 1)
        print(json.dumps(found, indent=1))


def _fill(data: Path, own: dict[str, str], dossiers: int, files: int, kilobytes: int) -> None:
    os.environ.update(own)
    with Server(data) as urls:
        django.setup(urls.app)
        from django.db import connection  # noqa: PLC0415 - needs Django

        from motcua.demo.build import found_the_world  # noqa: PLC0415 - the same
        from motcua.demo.volume.generate import generate  # noqa: PLC0415 - the same
        from motcua.kernel import clock  # noqa: PLC0415 - the same

        found_the_world()
        now = clock.now()
        generate(urls.superuser, total=dossiers, seed=_SEED, now=now, note=lambda _progress: None)
        connection.close()
        with psycopg.connect(urls.superuser) as link:
            for start in range(0, files, _AT_ONCE):
                _take_in(link, data / "files", start, min(_AT_ONCE, files - start), kilobytes, now)
                link.commit()


def _take_in(
    link: psycopg.Connection, store: Path, start: int, count: int, kilobytes: int, now: datetime
) -> None:
    """Put files of random bytes, which nothing packs, into the store and the tables."""
    rows = []
    for number in range(start, start + count):
        random = Random(_SEED + number)
        content = random.randbytes(random.randrange(kilobytes * 2048))
        name = hashlib.sha256(content).hexdigest()
        path = store / name[:2] / name[2:4] / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
        rows.append((name, len(content), now - timedelta(seconds=number)))
    with link.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO kernel_blob (sha256, size, media_type, state, checked_by, stored_at)"
            " VALUES (%s, %s, 'application/pdf', 'clean', '', %s)",
            rows,
        )
        cursor.executemany(
            "INSERT INTO kernel_storedfile (public_id, blob_id, name, stored_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s)",
            [(name, b"", at) for name, _, at in rows],
        )


def _copied(data: Path) -> float:
    """Copy the folder as plainly as can be; give the seconds."""
    other = data.with_name("copy")
    began = time.monotonic()
    subprocess.run(["cp", "-a", str(data), str(other)], check=True)
    subprocess.run(["sync", "-f", str(other)], check=True)
    took = time.monotonic() - began
    shutil.rmtree(other)
    return round(took, 1)


def _motcua(own: dict[str, str], *words: str) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "motcua.cli", *words], env=own, check=True)
    return round(time.monotonic() - began, 1)


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
