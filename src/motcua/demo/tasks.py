"""Jobs of the demo."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.demo import days


@app.task(name="demo.day")
def play_day() -> None:
    """Play the day that has just begun."""
    days.play()
