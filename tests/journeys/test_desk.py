"""The officials' side in the browser."""

from __future__ import annotations

from tests.journeys.officials import open_from_queue
from tests.journeys.people import BIRTH
from tests.journeys.watching import barriers, look


def test_x(citizen, office, desk):
    dossier = office.file(code=BIRTH, email=citizen.facts["email"], key=citizen.facts["number"])
    page = desk("receptionist")
    page.goto("/")
    look(page, "queue-1280")
    print(barriers(page))
    open_from_queue(page, dossier)
    look(page, "desk-dossier-1280")
    print(barriers(page))
    print(page.locator(".desk-acts").inner_text())
