"""A table of moves: what it permits, what it refuses, and the flaws it is not made with."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given, strategies as st

from motcua.kernel.transitions import RETURN, Move, MoveRefused, Table


class S(StrEnum):
    NEW = "1"
    ACCEPTED = "2"
    WORK = "4"
    PAUSED = "6"
    DONE = "9"


MOVES = (
    Move("accept", (S.NEW,), S.ACCEPTED, label="Tiếp nhận", roles=("receptionist",)),
    Move("start", (S.ACCEPTED,), S.WORK, label="Xử lý"),
    Move("pause", (S.NEW, S.WORK), S.PAUSED, label="Chờ nộp tiền"),
    Move("resume", (S.PAUSED,), RETURN, label="Tiếp tục"),
    Move("finish", (S.WORK,), S.DONE, label="Trả kết quả"),
)
TABLE = Table(name="sample", states=tuple(S), initial=S.NEW, moves=MOVES)
LISTED = {(source, move.action) for move in MOVES for source in move.sources}


@given(st.sampled_from(S), st.sampled_from([move.action for move in MOVES] + ["explode"]))
def test_every_unlisted_move_is_refused(state, action):
    if (state, action) in LISTED:
        assert TABLE.target(state, action, came_from=S.NEW) in S
    else:
        with pytest.raises(MoveRefused):
            TABLE.target(state, action, came_from=S.NEW)


@pytest.mark.parametrize("came_from", [S.NEW, S.WORK])
def test_a_pause_returns_to_where_it_came_from(came_from):
    assert TABLE.target(came_from, "pause") == S.PAUSED
    assert TABLE.target(S.PAUSED, "resume", came_from=came_from) == came_from


@pytest.mark.parametrize("came_from", [None, S.ACCEPTED, S.DONE, S.PAUSED])
def test_a_pause_never_returns_to_where_nobody_came_from(came_from):
    with pytest.raises(MoveRefused):
        TABLE.target(S.PAUSED, "resume", came_from=came_from)


def test_the_refusal_says_which_move_in_which_state():
    with pytest.raises(MoveRefused) as refusal:
        TABLE.target(S.DONE, "accept")
    assert refusal.value.details == {"table": "sample", "state": "9", "action": "accept"}
    assert refusal.value.status == 409


def test_the_moves_possible_now_are_listed_with_their_names():
    assert [move.label for move in TABLE.allowed(S.WORK)] == ["Chờ nộp tiền", "Trả kết quả"]


def test_the_pairs_hold_returns_too():
    assert TABLE.pairs() == {
        (S.NEW, S.ACCEPTED),
        (S.ACCEPTED, S.WORK),
        (S.NEW, S.PAUSED),
        (S.WORK, S.PAUSED),
        (S.PAUSED, S.NEW),
        (S.PAUSED, S.WORK),
        (S.WORK, S.DONE),
    }
    assert TABLE.final() == {S.DONE}


def test_the_diagram_draws_every_arrow_once():
    drawing = TABLE.as_mermaid({S.NEW: "Mới đăng ký"})
    assert drawing.startswith("stateDiagram-v2\n    s1: Mới đăng ký\n")
    assert "    s6 --> s1: Tiếp tục\n    s6 --> s4: Tiếp tục\n" in drawing
    assert drawing.count("-->") == len(TABLE.pairs()) + 2


@pytest.mark.parametrize(
    ("states", "moves", "flaw"),
    [
        (("a", "a"), (), "listed twice"),
        (("a",), (Move("go", ("a",), "b", label=""),), "unknown state b"),
        (("a",), (Move("go", ("b",), "a", label=""),), "unknown state b"),
        (("b",), (), "unknown state a"),
        (
            ("a", "b"),
            (Move("go", ("a",), "b", label=""), Move("go", ("a",), "a", label="")),
            "go from a is listed twice",
        ),
        (("a", "b"), (), "nothing reaches b"),
        (("a", "b", "c"), (Move("go", ("b",), "c", label=""),), "nothing reaches b"),
        (("a",), (Move("go", (), "a", label=""),), "has no source"),
        (("a",), (Move("back", ("a",), RETURN, label=""),), "nothing enters"),
    ],
)
def test_a_flawed_table_cannot_be_made(states, moves, flaw):
    with pytest.raises(ValueError, match=flaw):
        Table(name="flawed", states=states, initial="a", moves=moves)
