"""What a clerk reads beside answers that were known, and beside papers that were signed."""

from __future__ import annotations

import pytest

from motcua.dossiers.models import AnswerOrigin, FileVerdict
from tests.cast import NOW


@pytest.mark.parametrize(
    ("way", "reason", "conclusion", "said"),
    [
        ("code", "valid", "valid", "người nộp xác nhận bằng mã dùng một lần: Nguyễn Thị An"),
        ("token", "changed-after-signing", "invalid", "Tệp đã bị thay đổi sau khi ký."),
        ("token", "unknown-signer", "indeterminate", "Chưa rõ người ký"),
    ],
)
def test_the_verdict_on_a_signature_stands_beside_its_paper(
    desk_of, filed, way, reason, conclusion, said
):
    paper = filed.papers.first()
    FileVerdict.objects.create(
        file=paper.file,
        way=way,
        conclusion=conclusion,
        reason=reason,
        signatures=[{"signer": "Nguyễn Thị An", "signed_at": "2026-11-20T09:00:00+07:00"}],
        judged_at=NOW,
    )
    desk = desk_of("receptionist").open("dossier", filed.public_id)
    shown = desk.words("//section[@aria-labelledby='pane-papers']")
    assert said in shown
    assert shown.count("Nguyễn Thị An") == 1


def test_an_answer_taken_over_says_from_where_and_whether_it_was_changed(desk_of, filed):
    for key, is_changed in (("requester_name", False), ("requester_address", True)):
        AnswerOrigin.objects.create(
            dossier=filed, key=key, path=f"person.{key}", taken_at=NOW, is_changed=is_changed
        )
    desk = desk_of("receptionist").open("dossier", filed.public_id)
    shown = desk.words("//section[@aria-labelledby='pane-answers']")
    assert "Lấy từ tài khoản của người nộp." in shown
    assert "Lấy từ tài khoản của người nộp, người nộp đã sửa." in shown
