"""Parts that packs share: put in whole, with the pack's own words, and refused where they lack."""

from __future__ import annotations

import pytest

from motcua.procedures.base.sharing import PartUnknown, with_parts

FILES = {
    "people": {
        "block": {
            "defaults": {"when": None, "n": "1"},
            "part": [
                {
                    "key": "<who>_name",
                    "label": {"vi": "Tên <of>"},
                    "items": "<n>",
                    "when": "<when>",
                },
                {"use": "people/birth", "with": {"who": "<who>"}},
            ],
        },
        "birth": {"key": "<who>_birth", "kind": "date", "examples": ["1990-01-01"]},
        "loop": {"use": "people/loop"},
    }
}


def fetch(name):
    return FILES.get(name, {})


def test_a_list_of_questions_is_put_into_the_list_around_it():
    page = {
        "questions": [{"use": "people/block", "with": {"who": "wife", "of": "vợ"}}, {"key": "x"}]
    }
    assert with_parts(page, fetch) == {
        "questions": [
            {"key": "wife_name", "label": {"vi": "Tên vợ"}, "items": "1"},
            {"key": "wife_birth", "kind": "date", "examples": ["1990-01-01"]},
            {"key": "x"},
        ]
    }


def test_what_stands_beside_replaces_and_whole_words_keep_their_kind():
    used = {"use": "people/birth", "with": {"who": "son"}, "kind": "partial-date"}
    assert with_parts(used, fetch)["kind"] == "partial-date"
    listed = {"use": "people/block", "with": {"who": "son", "of": "con", "n": ["1", "2"]}}
    assert with_parts([listed], fetch)[0]["items"] == ["1", "2"]


@pytest.mark.parametrize(
    ("used", "reason"),
    [
        ({"use": "people/aunt"}, "no shared part people/aunt"),
        ({"use": "nobody/block"}, "no shared part nobody/block"),
        ({"use": "../secrets"}, "names a part as file/name"),
        ({"use": "people/block", "with": {"who": "son"}}, "lacks the word 'of'"),
        ({"use": "people/loop"}, "without an end"),
        ({"use": "people/block", "with": {"who": "a", "of": "b"}, "key": "c"}, "is no map"),
    ],
)
def test_a_part_that_is_not_there_is_told(used, reason):
    with pytest.raises(PartUnknown, match=reason):
        with_parts(used, fetch)
