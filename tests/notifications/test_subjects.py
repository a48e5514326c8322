"""A subject reads as it was written, wherever its header is folded."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from motcua.notifications.providers.smtp import WholeSubjects
from motcua_sandbox.mail.letters import read

WORDS = (
    "Hồ sơ đăng ký khai sinh của ông Nguyễn Văn A đã được tiếp nhận và đang được xử lý tại "
    "Ủy ban nhân dân phường Đống Đa 𠀀 và Ba Đình"
)
SUBJECTS = [("H" * (end % 30) + " " + WORDS[:end]).strip() for end in range(1, len(WORDS) + 1)]


def sent(subject):
    message = EmailMessage(policy=WholeSubjects(linesep="\r\n"))
    message["From"] = "motcua@vidu.vn"
    message["Subject"] = subject
    message.set_content("Đã nhận.")
    return message.as_bytes()


def test_every_space_of_a_subject_arrives():
    for subject in SUBJECTS:
        raw = sent(subject)
        assert BytesParser(policy=policy.default).parsebytes(raw)["subject"] == subject
        assert read(raw).subject == subject


def test_no_line_of_a_subject_is_longer_than_readers_must_take():
    for subject in SUBJECTS:
        head = sent(subject).split(b"\r\n\r\n")[0]
        assert max(map(len, head.split(b"\r\n"))) <= 76
        assert head.isascii()


def test_a_subject_cannot_begin_another_header():
    raw = sent("Đã nhận =?utf-8?q?a=0D=0ABcc:_x@vidu.vn?=")
    assert BytesParser(policy=policy.default).parsebytes(raw)["bcc"] is None
