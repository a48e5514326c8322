"""Wrong use of a command is one sentence in the language of the run, with exit code 2."""

from __future__ import annotations

import errno
import os
import socket

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.cli.reasons import reason

WRONG = [
    (("nope",), "Lỗi: Không có lệnh 'nope'.", "Error: No such command 'nope'."),
    (("procedures", "nope"), "Lỗi: Không có lệnh 'nope'.", "Error: No such command 'nope'."),
    (("procedures", "levels"), "Lỗi: Thiếu 'CODE'.", "Error: 'CODE' is missing."),
    (("worker", "x"), "Lỗi: Thừa: x.", "Error: Got unexpected extra argument (x)"),
    (
        ("procedures", "process", "1.001193", "--svg", "--bpmn"),
        "Lỗi: Chỉ chọn một trong --bpmn, --svg, --json.",
        "Error: Choose one of --bpmn, --svg and --json.",
    ),
]


@pytest.mark.parametrize(("arguments", "vietnamese", "english"), WRONG)
def test_what_is_typed_wrong_is_said_in_the_language_of_the_run(arguments, vietnamese, english):
    for language, words in (("vi", vietnamese), ("en", english)):
        told = CliRunner().invoke(main, ["--language", language, *arguments])
        assert told.exit_code == 2
        assert told.stderr.startswith(words)
        assert len(told.stderr.strip().splitlines()) == 1


def test_a_value_that_is_no_choice_is_said_with_the_choices():
    told = CliRunner().invoke(
        main, ["--language", "vi", "procedures", "export", "--format", "x", "a"]
    )
    assert told.exit_code == 2
    assert told.stderr.startswith("Lỗi: '--format': không có 'x'; chọn một trong 'pack'")


def test_values_in_the_help_have_vietnamese_names():
    said = CliRunner().invoke(main, ["--language", "vi", "prove", "--help"]).output
    assert "--dossiers SỐ" in said


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.ECONNREFUSED])
def test_what_the_operating_system_refuses_is_said_in_both_languages(number):
    vietnamese, english = reason(OSError(number, os.strerror(number)))
    assert os.strerror(number) not in vietnamese
    assert vietnamese != english


def test_a_machine_that_nobody_knows_and_a_long_wait_are_told():
    assert reason(socket.gaierror(-2, "Name or service not known"))[0] == "không tìm thấy máy ấy"
    assert reason(TimeoutError("timed out")) == ("quá thời gian chờ", "it takes too long")
