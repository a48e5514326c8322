"""The shipped packs held against what the national portal published in mid-2026."""

from __future__ import annotations

import gzip
import json
import os
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from tests.procedures.packs import CODES, pack_of

SHARED = Path(os.environ.get("MOTCUA_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
CATALOGUE = SHARED / "procedures.jsonl.gz"
WAYS = {"ONLINE": "online", "DIRECT": "counter", "POSTAL": "post"}
NUMBER = re.compile(r"\d[\d.]*/\d{4}/[A-ZĐ0-9-]+")
# Of the procedures to ship, one that the catalogue of mid-2026 has not.
ABSENT = {"1.001699"}
PUBLISHED = tuple(code for code in CODES if code not in ABSENT)
# Whose every legal text is taken over; other fields leave out what a province or a slip put there.
WHOLE_LAW = {"ho-tich", "cu-tru", "chung-thuc", "ho-kinh-doanh"}

pytestmark = pytest.mark.skipif(
    not CATALOGUE.is_file(), reason="the national catalogue is not beside the project"
)


@cache
def published():
    with gzip.open(CATALOGUE, "rt", encoding="utf-8") as lines:
        records = map(json.loads, lines)
        return {row["MATTHC"]: row for row in records if row["MATTHC"] in CODES}


def plain(name):
    words = " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", name).casefold()))
    return words.removeprefix("thủ tục ")


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_pack_is_a_real_procedure_under_its_own_name_and_decision(code):
    pack, record = pack_of(code), published()[code]
    assert plain(pack.name["vi"]) == plain(record["TENTTHC"])
    assert pack.decision.number == record["QUYETDINH"]


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_pack_is_filed_in_the_ways_that_were_published(code):
    ways = {WAYS[row["KENH"]] for row in published()[code]["CACHTHUCTHUCHIEN"]}
    assert {str(way.channel) for way in pack_of(code).channels} == ways


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_pack_cites_the_law_that_was_published(code):
    pack = pack_of(code)
    said = [row["SOVANBAN"] or "" for row in published()[code]["CANCUPHAPLY"]]
    numbers = {number for text in said for number in NUMBER.findall(text)}
    cited = {law.number for law in pack.legal_bases}
    if pack.field.code in WHOLE_LAW:
        assert numbers <= cited
    assert numbers & cited or not numbers
