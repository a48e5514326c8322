"""Patterns of answers: what a procedure may ask for, and that no text keeps a process busy."""

from __future__ import annotations

import time
from datetime import date

import pytest
from pydantic import ValidationError

from motcua.procedures.base.forms.kinds import TextQuestion
from motcua.procedures.base.forms.values import text_check
from tests.procedures.packs import CODES, pack_of


def asked(pattern):
    return TextQuestion.model_validate(
        {"key": "a", "label": {"vi": "A", "en": "A"}, "kind": "text", "pattern": pattern}
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "(a|a)*b",
        r"(?:[a-z]+ ?)*\d",
        r"(\w+\s?)+x",
        r"(\w ?)+!",
        "(a?){60}",
        "(a*)*",
        r"\w*\w*\w*\w*x",
        "((a|b)|(a|c)){1,40}z",
    ],
)
def test_a_pattern_that_could_be_matched_in_countless_ways_is_refused(pattern):
    with pytest.raises(ValidationError, match="repeats nothing that repeats"):
        asked(pattern)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "not a pattern"),
        ("[z-a]", "not a pattern"),
        ("(" * 99, "not a pattern"),
        ("a{99999999999999}", "not a pattern"),
        ("a{60000}", "at most 500 times"),
        ("a" * 101, "at most 100 characters"),
        (r"(a)\1", "refers to its own parts"),
        ("(?=a)a", "neither looks around"),
    ],
)
def test_what_is_no_pattern_is_refused_in_words(pattern, said):
    with pytest.raises(ValidationError, match=said):
        asked(pattern)


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("[0-9]{4,5}", "1234"),
        (r"T[0-9]{2}-[0-9]{3}[.][0-9]{2}", "T29-123.45"),
        (r"\d+/\d{4}/[A-Z]{1,10}(-[A-Z]{2})?", "12/2026/QD-UB"),
        ("(SR|SO) ?[0-9]{1,8}", "SR 12"),
        (r"[^x]*\.", "chữ."),
    ],
)
def test_what_papers_are_numbered_by_can_be_asked_for(pattern, fits):
    check = text_check(asked(pattern))
    assert check(fits, date(2026, 11, 20)) == fits


@pytest.mark.parametrize("pattern", [r"\d*[0-9]*x", "(a|a){0,14}b", r"(\w{1,4} ?){1,5}!"])
def test_the_slowest_pattern_that_is_taken_is_judged_at_once(pattern):
    check = text_check(asked(pattern))
    began = time.process_time()
    for text in ("1" * 200, "a" * 200):
        check(text, date(2026, 11, 20))
    assert time.process_time() - began < 1


@pytest.mark.parametrize("code", CODES)
def test_the_patterns_of_packs_hold(code):
    for question in pack_of(code).form.questions():
        pattern = getattr(question[1], "pattern", None)
        assert pattern is None or asked(pattern).pattern == pattern
