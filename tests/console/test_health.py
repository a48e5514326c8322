"""Administrators see on a page, and programs in the figures, when backups fall behind."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from motcua.kernel import clock
from tests.identity.doors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(settings, tmp_path):
    """Say until when the backups are."""
    settings.DATA, settings.BACKUP_TO = tmp_path, "/nowhere"

    def until(ago):
        (tmp_path / "backup").mkdir(exist_ok=True)
        said = {"at": (clock.system_now() - ago).isoformat(), "lsn": 1}
        (tmp_path / "backup" / "reached.json").write_text(json.dumps(said))

    return until


def page_of(world):
    browser = signed_in(world.accounts["administrator"])
    return browser.get(f"/agency/{world.ward.code}/tinh-trang/").content.decode()


def figures():
    lines = Client().get("/metrics", SERVER_NAME="localhost").content.decode().splitlines()
    pairs = (line.split() for line in lines if line.startswith("motcua_backup"))
    return {name: float(value) for name, value in pairs}


def test_backups_that_fall_behind_are_told_on_the_page_and_in_the_figures(world, shipped):
    assert "Chưa sao lưu được lần nào" in page_of(world)
    assert figures() == {"motcua_backup_late": 1}

    shipped(timedelta(seconds=20))
    assert "Bản sao lưu mới tới" not in page_of(world)
    assert figures()["motcua_backup_late"] == 0

    shipped(timedelta(seconds=90))
    assert "Bản sao lưu mới tới" in page_of(world)
    said = figures()
    assert said["motcua_backup_late"] == 1
    assert 90 <= said["motcua_backup_behind_seconds"] < 200


def test_a_node_that_is_not_backed_up_says_so_and_is_not_late(world, shipped, settings):
    settings.BACKUP_TO = ""
    page = page_of(world)
    assert "Máy này chưa đặt nơi sao lưu" in page
    assert "Chưa sao lưu được lần nào" not in page
    assert figures() == {"motcua_backup_late": 0}
