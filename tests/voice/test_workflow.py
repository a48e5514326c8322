"""The tables of feedback, publication and help: every unlisted move is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.kernel.transitions import MoveRefused
from motcua.voice.enums import FeedbackState
from motcua.voice.workflow import FEEDBACK, HELP, OPEN, PUBLICATION

STORY = Path(__file__).parents[2] / "docs" / "processes" / "voice.md"
TABLES = (FEEDBACK, PUBLICATION, HELP)
CASES = [
    (table, state, action)
    for table in TABLES
    for state in table.states
    for action in sorted({move.action for move in table.moves})
]


@pytest.mark.parametrize(
    ("table", "state", "action"), CASES, ids=lambda part: getattr(part, "name", str(part))
)
def test_a_move_is_made_only_where_the_table_lists_it(table, state, action):
    if action in {move.action for move in table.allowed(state)}:
        assert table.target(state, action) in table.states
    else:
        with pytest.raises(MoveRefused):
            table.target(state, action)


def test_the_story_shows_the_table_as_it_is():
    labels = {state: str(state.label) for state in FeedbackState}
    assert FEEDBACK.as_mermaid(labels) in STORY.read_text(encoding="utf-8")


def test_nothing_leaves_feedback_that_ended_but_a_sender_who_is_not_satisfied():
    ended = frozenset(FEEDBACK.states) - OPEN
    assert FEEDBACK.final() == ended - {FeedbackState.ANSWERED}
    assert {move.action for move in FEEDBACK.allowed(FeedbackState.ANSWERED)} == {"reopen"}


def test_the_sender_may_take_back_whatever_is_not_yet_answered():
    for state in OPEN:
        assert "withdraw" in {move.action for move in FEEDBACK.allowed(state)}
