"""The made-up scanner of the demo's counter: whence its letters come, and where they are read."""

from __future__ import annotations

from typing import Final

SCANNER: Final = "may-quet.1@ba-dinh.example"
MAILBOX: Final = "quet@ba-dinh.example"
