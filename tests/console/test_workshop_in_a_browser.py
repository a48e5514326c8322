"""The workshop in a real browser: nothing too wide, nothing axe objects to, no policy broken."""

from __future__ import annotations

import pytest

from motcua.procedures.actions import begin_version
from motcua.procedures.queries import pack_of, version_on
from tests.cast import NOW, RESIDENCE
from tests.console.test_in_a_browser import page  # noqa: F401 - the administrator's browser
from tests.watching import barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = (
    "edit/",
    "edit/?at=form",
    "edit/?at=process",
    "edit/?at=result",
    "edit/?at=variants/ve-voi-nguoi-than",
    "edit/?at=channels/online",
    "edit/?at=channels/online/fees/dang-ky-truc-tuyen",
    "edit/?at=form/pages/nguoi-dang-ky",
    "edit/?at=form/pages/chi-tiet/questions/kinship",
    "add/?at=form/pages/nguoi-dang-ky&to=questions&kind=choice",
    "remove/?at=form/pages/nguoi-dang-ky/questions/sex",
    "check/",
    "ask/",
    "",
)


@pytest.fixture
def draft(world, base):
    """A draft that the ward's administrator began."""
    pack = pack_of(version_on(RESIDENCE, NOW.date()))
    number = begin_version(actor=world.actor("administrator"), pack=pack, now=NOW)
    return f"{base}workshop/{number}/"


def test_every_page_fits_a_phone_and_a_desk_and_satisfies_axe(page, base, draft):  # noqa: F811
    wrong = []
    for number, path in enumerate(
        (f"{base}workshop/", f"{base}workshop/new/", *(f"{draft}{p}" for p in PLACES))
    ):
        page.goto(path)
        look(page, f"workshop-{number}-1280")
        wrong += barriers(page)
    assert wrong == []
