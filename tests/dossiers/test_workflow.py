"""The table of a dossier against the register's own list of moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.dossiers.enums import State
from motcua.dossiers.workflow import CLOSED, NATIONAL, NATIONAL_MOVES, TABLE, WAITING_FOR_CITIZEN
from motcua.kernel.transitions import MoveRefused

STORY = Path(__file__).parents[2] / "docs" / "processes" / "dossier.md"
ACTIONS = sorted({move.action for move in TABLE.moves})


def test_every_state_has_a_national_code_and_every_code_a_state():
    assert set(NATIONAL) == set(State)
    assert {int(code) for code in NATIONAL.values()} == set(range(1, 11))


def test_only_the_moves_of_the_register_are_possible():
    ours = {(int(NATIONAL[a]), int(NATIONAL[b])) for a, b in TABLE.pairs()}
    assert ours <= NATIONAL_MOVES


def test_every_move_of_the_register_is_possible_somehow():
    ours = {(int(NATIONAL[a]), int(NATIONAL[b])) for a, b in TABLE.pairs()}
    assert NATIONAL_MOVES - ours == set()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", ACTIONS)
def test_an_unlisted_move_is_refused(state, action):
    listed = {move.action for move in TABLE.allowed(state)}
    if action in listed:
        assert TABLE.target(state, action) in set(State)
    else:
        with pytest.raises(MoveRefused):
            TABLE.target(state, action)


def test_nothing_but_opening_again_leaves_a_closed_state():
    leaving = {move.action for state in CLOSED for move in TABLE.allowed(state)}
    assert leaving == {"reopen"}
    assert TABLE.final() == CLOSED - {State.STOPPED, State.RETURNED}


def test_whoever_waits_for_the_citizen_can_go_on_or_be_withdrawn():
    for state in WAITING_FOR_CITIZEN:
        assert {"withdraw", "stop"} <= {move.action for move in TABLE.allowed(state)}


def test_the_story_shows_the_table_as_it_is():
    labels = {state: str(state.label) for state in State}
    assert TABLE.as_mermaid(labels) in STORY.read_text(encoding="utf-8")
