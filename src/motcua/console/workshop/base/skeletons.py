"""A procedure to begin with: filable from the first minute, with the parts that packs share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.loading import pack_from, read_yaml, with_lists
from motcua.procedures.base.national.drafting import GENERATED
from motcua.procedures.base.national.laws import numbered
from motcua.procedures.base.shared import SHARED, packs_folder
from motcua.procedures.base.times import time_in_words
from motcua.procedures.enums import LimitUnit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.procedures.base.packs import Pack

_LONGEST_NUMBER = 80


def skeleton(facts: Mapping[str, Any], day: date) -> Pack:
    """Make a pack of what is known first: names, field, authority, time limit, its basis.

    Its form asks who one is and what one asks for, its process receives, examines, signs and
    returns, its result is a letter. Raise `PackInvalid` where the facts do not fit.
    """
    limit = _limit(facts, day)
    content = {
        "code": facts["code"],
        "name": {"vi": facts["name"], "en": facts["name_en"]},
        "summary": {"vi": facts["name"], "en": facts["name_en"]},
        "field": {
            "code": facts["field"],
            "name": _said(facts["field_name"], facts["field_name_en"]),
        },
        "authority": {
            "level": facts["level"],
            "agency_kind": facts["level"],
            "name": {"vi": facts["authority"], "en": facts["authority_en"]},
        },
        "decision": {"number": facts["decision"]},
        "keywords": {},
        "subjects": ["citizen"],
        "legal_bases": [_law(facts["basis"])],
        "variants": [
            {
                "code": "chung",
                "name": {"vi": "Trường hợp chung", "en": "All cases"},
                "papers": [],
                "steps": _beginning()["steps"],
            }
        ],
        "results": _beginning()["results"],
        "channels": [
            {"channel": "online", "limits": [limit], "fees": []},
            {"channel": "counter", "limits": [limit], "fees": []},
        ],
        "online": {"level": 4},
        **_shared(),
    }
    return with_lists(pack_from(content, where=str(facts["code"])))


def _limit(facts: Mapping[str, Any], day: date) -> dict[str, Any]:
    time = time_in_words(facts["amount"], LimitUnit(facts["unit"]))
    return {
        "amount": facts["amount"],
        "unit": facts["unit"],
        "valid_from": day.isoformat(),
        "words": {
            "vi": f"{time['vi']} kể từ ngày nhận đủ hồ sơ.",
            "en": f"{time['en']} from receipt.",
        },
        "basis": facts["basis"],
    }


def _said(vietnamese: str, english: str) -> dict[str, str]:
    return {"vi": vietnamese, **({"en": english} if english else {})}


def _law(basis: str) -> dict[str, Any]:
    """Give the legal text that the time limit cites, by its number where one is written."""
    law = numbered(basis, basis)
    return {
        "number": (law.number or basis)[:_LONGEST_NUMBER],
        "title": {"vi": basis},
        "kind": law.kind or None,
        "year": law.year or None,
        "mark": "recalled",
    }


@cache
def _beginning() -> dict[str, Any]:
    return read_yaml(packs_folder() / SHARED / GENERATED / "facts.yaml")


@cache
def _shared() -> dict[str, Any]:
    folder = packs_folder() / SHARED / GENERATED
    parts: dict[str, Any] = {
        name: read_yaml(folder / f"{name}.yaml") for name in ("form", "process", "result")
    }
    parts["result"]["template"] = (folder / "result.typ").read_text(encoding="utf-8")
    return parts
