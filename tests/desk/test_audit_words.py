"""Every act that is recorded anywhere has words in the log, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

import motcua
from motcua.desk.audit.base import ACTS, act_words

SOURCE = Path(motcua.__file__).parent
RECORDERS = frozenset(
    {"record", "record_act", "record_version", "_record", "_record_rule", "_write", "move"}
)
ROOMS = (
    "agencies",
    "counters",
    "deliveries",
    "documents",
    "dossiers",
    "identity",
    "insight",
    "notifications",
    "payments",
    "procedures",
    "proving",
    "signatures",
    "voice",
)
ACT = re.compile(r"([a-z]+\.)?[a-z]+(_[a-z]+)*")
# What acts are done to, and what is written to files: named in the same calls.
NO_ACTS = frozenset({"dossier", "paper", "procedure", "order", "new", "old", "level", "is_partial"})


def recorded():
    """Give the acts that the source records, told by the calls that record them."""
    found = set()
    for room in ROOMS:
        for path in (SOURCE / room).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and _name(call) in RECORDERS:
                    found |= {_whole(room, text) for text in _texts(call)}
    return found


def _name(call):
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")


def _texts(call):
    named = [each.value for each in call.keywords if each.arg in {"act", "action"}]
    for value in (*call.args, *named):
        if isinstance(value, ast.Constant | ast.IfExp):
            for node in ast.walk(value):
                text = getattr(node, "value", None)
                if isinstance(text, str) and ACT.fullmatch(text) and text not in NO_ACTS:
                    yield text


def _whole(room, text):
    return text if "." in text else f"{room}.{text}"


def test_every_act_recorded_in_the_source_has_words():
    acts = recorded()
    assert {"procedures.set_synonym", "dossiers.accept", "identity.sign_in"} <= acts
    assert acts - ACTS.keys() == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_act_is_told_by_its_code(language):
    with translation.override(language):
        assert [code for code in ACTS if act_words(code) == code] == []


def test_english_words_are_not_the_vietnamese_ones():
    with translation.override("en"):
        english = {code: act_words(code) for code in ACTS}
    with translation.override("vi"):
        assert [code for code in ACTS if act_words(code) == english[code]] == []
