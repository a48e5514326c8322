"""What comes and goes by post: papers entered at a counter, a result carried home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.deliveries.models import Parcel
from tests.office_day import counter as at_counter
from tests.office_day.doors import at_desk
from tests.sandbox.conftest import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.agencies.models import Counter
    from tests.office_day.cast import Visitor
    from tests.office_day.doors import Day


def enters(
    day: Day, clerk: str, counter: Counter, visitor: Visitor, folder: Path, *, cash: bool = False
) -> None:
    """Enter papers that came by post, in the sender's name."""
    filing = at_counter.begins(day, clerk, counter, visitor, by_post=True)
    at_counter.knows_the_answers(day, clerk, filing, visitor)
    at_counter.scans_papers(day, clerk, filing, folder)
    at_counter.files(day, clerk, filing, visitor, cash=cash)


def prints_label(day: Day, clerk: str, visitor: Visitor) -> None:
    """Print the label of the parcel that takes a result home."""
    page = day.desk(clerk)
    page.goto(at_desk("parcels"))
    row = page.locator("tr", has_text=day.codes[visitor.name])
    row.get_by_role("link", name="In nhãn").click()
    page.wait_for_url("**/nhan-dan")
    assert visitor.name in page.locator("main").inner_text()


def carries(day: Day, visitor: Visitor, *moves: str) -> None:
    """Let the carrier do something with the parcel, and hear of it."""
    parcel = Parcel.objects.get(subject_id=day.dossier(visitor).pk)
    for move in moves:
        before = parcel.events.count()
        form = {"move": move, "place": "Bưu cục Ba Đình"}
        answer = day.house.services.carrier.web.post(f"/parcels/{parcel.number}/move", data=form)
        assert answer.status_code == 303, answer.text
        wait_for(lambda seen=before: parcel.events.count() > seen)
    day.house.works()
