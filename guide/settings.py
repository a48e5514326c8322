"""The demo's settings with a clock of their own: pictures are taken in the morning."""

from __future__ import annotations

from motcua.config.settings import *  # noqa: F403

CLOCK = "guide.clock.now"
