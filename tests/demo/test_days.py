"""One more day: begun once, followed on a page that needs no scripts, shown by every clock."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua import demo
from motcua.demo import clock, days
from motcua.demo.tasks import play_day
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import ZONE
from motcua_sandbox import clock as outside
from tests.identity.doors import visitor

# The room is installed in a demo only.
PAGES = Path(demo.__file__).with_name("templates")
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)


@pytest.fixture
def stage(world, tmp_path):
    """A demo whose clock stands on a Friday at ten."""
    data = override_settings(
        DATA=tmp_path,
        DEMO=True,
        CLOCK="motcua.demo.clock.now",
        ROOT_URLCONF="tests.demo.addresses",
        TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": [PAGES]}],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    )
    with data, time_machine.travel(FRIDAY, tick=False) as traveller:
        world.give_a_key()
        yield traveller
    forget_all()


def shown(client):
    return client.get("/demo/day").content.decode()


def click(client, after):
    return client.post("/demo/day", {"after": str(after)})


def test_a_double_click_plays_one_day(stage):
    client = visitor()
    for _ in range(2):
        assert click(client, 0)["Location"] == "/demo/day"
    assert clock.days_played() == 1
    assert ProcrastinateJob.objects.filter(task_name="demo.day").count() == 1


def test_of_many_who_click_at_once_one_lets_the_day_pass(stage):
    start, passed = Barrier(8), []

    def press():
        start.wait()
        passed.append(clock.pass_one_day(after=0))

    threads = [Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(passed) == [False] * 7 + [True]
    assert clock.days_played() == 1


def test_the_page_says_what_is_played_and_reloads_until_it_is_over(stage):
    client = visitor()
    click(client, 0)
    page = shown(client)
    assert "Đang diễn ngày 21/11/2026" in page
    assert '<meta http-equiv="refresh"' in page
    click(client, 1)
    assert clock.days_played() == 1, "the next day waits until this one is played"
    play_day()
    page = shown(client)
    assert "Đã diễn xong ngày 21/11/2026" in page
    assert '<meta http-equiv="refresh"' not in page
    assert 'name="after" value="1"' in page
    click(client, 1)
    assert "Đang diễn ngày 22/11/2026" in shown(client)


def test_a_day_that_was_cut_short_is_told_and_does_not_bar_the_next(stage):
    client = visitor()
    click(client, 0)
    stage.shift(timedelta(minutes=2))
    page = shown(client)
    assert "có thể việc đã bị ngắt" in page
    assert '<meta http-equiv="refresh"' not in page
    click(client, 1)
    assert clock.days_played() == 2


def test_a_worker_that_still_remembers_the_old_clock_plays_the_new_day(stage, tmp_path):
    assert clock.days_played() == 0
    (tmp_path / "demo").mkdir()
    skipped = json.dumps({"turns": [FRIDAY.timestamp()]})
    (tmp_path / "demo" / "clock.json").write_text(skipped)  # as another process does
    assert clock.days_played() == 0
    play_day()
    assert days.progress().day == "21/11/2026"


def test_before_the_first_day_there_is_nothing_to_follow(stage):
    assert visitor().get("/demo/day")["Location"] == "/demo/"


@pytest.mark.parametrize("after", ["", "x", "-1", "７", "9" * 300])
def test_an_odd_click_plays_nothing(stage, after):
    assert click(visitor(), after).status_code == 302
    assert clock.days_played() == 0


def test_a_world_that_only_knows_how_many_days_were_skipped_keeps_them(stage, tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "clock.json").write_text(json.dumps({"days": 3}))
    assert clock.days_played() == 3
    assert clock.pass_one_day(after=3)
    assert clock.days_played() == 4


def test_the_sandboxes_show_each_moment_as_the_demo_dated_it(stage, tmp_path, monkeypatch):
    monkeypatch.setattr(outside, "_followed", [tmp_path / "demo" / "clock.json"])
    before = FRIDAY.timestamp()
    assert outside.shown(before) == "10:00:00 20/11/2026"
    stage.shift(timedelta(hours=1))
    assert days.begin(after=0)
    stage.shift(timedelta(hours=1))
    after = (FRIDAY + timedelta(hours=2)).timestamp()
    assert outside.shown(before) == "10:00:00 20/11/2026"
    assert outside.shown(after) == "12:00:00 21/11/2026"
    assert outside.iso(after) == "2026-11-20T12:00:00+07:00", "the wire keeps real time"
