"""A procedure whose form or paper the filer signs is proved as any other: the machine signs."""

from __future__ import annotations

import pytest

from motcua.procedures.base.loading import pack_folders, pack_from, read_pack
from motcua.proving.actions import Terms, rehearse
from tests.cast import BIRTH, BUSINESS, NOW
from tests.procedures.every_kind import text

pytestmark = pytest.mark.django_db
SIGN = {
    "key": "signed",
    "kind": "signature",
    "label": text("Tờ khai có chữ ký của anh/chị"),
    "basis": "Luật",
    "mark": "seen",
}


def pack_that_signs(code, **signs):
    pack = read_pack(next(folder for folder in pack_folders() if folder.name == code))
    content = pack.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    content["form"]["pages"][-1]["questions"].append({**SIGN, **signs})
    return pack_from(content)


def failures(outcome):
    return [(one.where, one.words["vi"]) for one in outcome.failures]


@pytest.mark.parametrize("channels", [("online",), ("online", "counter", "post")])
def test_a_form_that_its_filer_signs_is_taken_from_filing_to_result(world, channels):
    outcome = rehearse(pack_that_signs(BIRTH), Terms(channels), now=NOW)
    assert failures(outcome) == []
    assert outcome.tried["filed"]
    assert outcome.tried["result"]


def test_a_paper_that_its_filer_signs_is_signed(world):
    pack = pack_that_signs(BUSINESS)
    paper = pack.variants[0].papers[0].code
    outcome = rehearse(pack_that_signs(BUSINESS, signs=paper), Terms(("online",)), now=NOW)
    assert failures(outcome) == []
    assert outcome.tried["result"]
