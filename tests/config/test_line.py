"""Who joins the line before the pages, who goes first, and who is turned away."""

from __future__ import annotations

import pytest

from motcua.config.line import Line, Rank, rank_of

DESK = frozenset({b"desk.localhost"})


def asked(path, host="localhost", method="GET"):
    return f"{method} {path} HTTP/1.1\r\nAccept: */*\r\nHost: {host}\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("head", "rank"),
    [
        (asked("/healthz"), Rank.OPEN),
        (asked("/readyz?full=1"), Rank.OPEN),
        (asked("/metrics"), Rank.OPEN),
        (asked("/static/css/portal.css"), Rank.OPEN),
        (asked("/", host="desk.localhost"), Rank.FIRST),
        (asked("/dossiers/1", host="desk.localhost:8000", method="POST"), Rank.FIRST),
        (asked("/api/webhooks/bank", method="POST"), Rank.FIRST),
        (asked("/"), Rank.USUAL),
        (asked("/api/v1/dossiers", method="POST"), Rank.USUAL),
        (asked("/?next=/static/"), Rank.USUAL),
        (b"", Rank.USUAL),
        (b"\x16\x03\x01\x02\x00", Rank.USUAL),
    ],
)
def test_address_and_host_decide_who_goes_first(head, rank):
    assert rank_of(head, DESK) is rank


def pace(line, seconds, answers=100):
    """Let a line be answered so many seconds apart, while somebody waits."""
    line.join()
    for number in range(answers):
        line.answered(number * seconds)
    line.leave()


def test_a_line_is_as_long_as_can_be_answered_in_the_time_that_was_promised():
    line = Line(patience=2.0)
    pace(line, 0.1)
    for _ in range(19):
        line.join()
    assert line.wait == pytest.approx(1.9, rel=0.01)
    assert line.admits(Rank.USUAL)
    line.join()
    line.join()
    assert not line.admits(Rank.USUAL)


def test_officials_and_webhooks_join_a_line_that_is_too_long_for_others():
    line = Line(patience=2.0)
    pace(line, 0.1)
    for _ in range(30):
        line.join()
    assert (line.admits(Rank.USUAL), line.admits(Rank.FIRST)) == (False, True)
    for _ in range(15):
        line.join()
    assert not line.admits(Rank.FIRST)


def test_a_quiet_hour_is_not_taken_for_a_slow_pace():
    line = Line(patience=2.0)
    pace(line, 0.01)
    before = line.wait
    line.answered(5000.0)  # nobody waited since
    line.answered(9000.0)
    line.join()
    assert before == 0
    assert line.wait < 0.2


def test_one_long_answer_does_not_close_the_door_to_everybody():
    line = Line(patience=2.0)
    pace(line, 0.01)
    line.join()
    line.answered(100.0)
    line.answered(130.0)  # half a minute for an export
    assert line.admits(Rank.USUAL)


def test_who_waited_twice_as_long_as_promised_is_told_to_come_back():
    line = Line(patience=2.0)
    assert not line.is_too_late(Rank.USUAL, 3.9)
    assert line.is_too_late(Rank.USUAL, 4.1)
    assert not line.is_too_late(Rank.FIRST, 4.1)
