"""The doctor says when nothing is backed up, and when backups have fallen behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.cli.backup.notes import Notes, Reached, stamp
from motcua.cli.doctor.backups import backups
from motcua.cli.doctor.findings import Level
from motcua.kernel import clock

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def levels() -> list[Level]:
    return [finding.level for finding in backups()]


def test_the_doctor_sees_how_far_backups_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    assert levels() == [Level.WARN]
    monkeypatch.setenv("MOTCUA_BACKUP_TO", str(tmp_path / "place"))
    assert levels() == [Level.BAD]
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "backup.pub").write_text("age1…\n")
    assert levels() == [Level.BAD, Level.BAD]

    now, notes = clock.system_now(), Notes(tmp_path)
    notes.reach(Reached(now - timedelta(seconds=20), 1))
    notes.write("bases", {stamp(now - timedelta(hours=20)): "000000010000000000000001"})
    assert levels() == [Level.OK, Level.OK]

    notes.reach(Reached(now - timedelta(minutes=2), 1))
    notes.write("bases", {stamp(now - timedelta(days=3)): "000000010000000000000001"})
    assert levels() == [Level.BAD, Level.BAD]
