"""What the checks find, in words, with the part of the pack where it is put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.console.workshop.base.places import NoSuchPlace, find
from motcua.procedures.base.forms.questions import GroupQuestion

if TYPE_CHECKING:
    from motcua.procedures.base.lint import Finding
    from motcua.procedures.base.packs import Pack

TEMPLATE = "template"
_TEMPLATE_CODES = frozenset({"template", "blank"})


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words: where it is put right, whether it keeps the draft from publication."""

    place: str
    words: str
    detail: str
    is_blocking: bool
    where: str


def said_of(finding: Finding, pack: Pack, content: dict[str, Any], *, is_blocking: bool) -> Said:
    """Say a finding in words, and find its place."""
    is_template = finding.where.startswith("result.typ") or finding.code in _TEMPLATE_CODES
    place = TEMPLATE if is_template else _place(finding.where, pack, content)
    detail = finding.text if finding.code in _TOLD else ""
    return Said(place, _words(finding.code), detail, is_blocking, finding.where)


def _place(where: str, pack: Pack, content: dict[str, Any]) -> str:
    """Find the part a finding is about: by its path, else by the key or code it names."""
    first = where.partition("#")[0]
    tried = [first, f"process.steps{where[7:]}", f"form.{first}", f"form.pages.{first}"]
    tried += [*_of_question(first, pack), f"form.statutory.{first}"]
    for path in tried:
        found = _longest(path, content)
        if found:
            return found
    return ""


def _of_question(key: str, pack: Pack) -> list[str]:
    for page, question in pack.form.questions():
        above = f"form.pages.{page.code}.questions.{question.key}"
        if question.key == key:
            return [above]
        if isinstance(question, GroupQuestion) and key in {each.key for each in question.questions}:
            return [f"{above}.questions.{key}"]
    return []


def _longest(path: str, content: dict[str, Any]) -> str:
    parts = [part for part in path.split(".") if part]
    for end in range(len(parts), 0, -1):
        try:
            return find(content, "/".join(parts[:end])).place
        except NoSuchPlace:
            continue
    return ""


# Codes whose own words add what the general sentence lacks.
_TOLD = frozenset(
    {
        "condition", "unknown-field", "answer", "order", "registry", "unasked", "source",
        "template", "blank", "print", "contradiction", "unreachable", "product", "unknown-step",
        "shares", "language", "branches", "no-join",
    }
)  # fmt: skip


def _words(code: str) -> str:
    known = {
        "condition": _("Điều kiện chưa đúng."),
        "unknown-field": _("Điều kiện nói đến câu hỏi không có."),
        "language": _("Thiếu bản dịch."),
        "basis": _("Khoản thu chưa có căn cứ pháp lý."),
        "unconfirmed": _("Mức thu chờ đối chiếu."),
        "days": _("Ngày hết hiệu lực trước ngày bắt đầu."),
        "unsettled": _("Nguồn nói chưa rõ, cần làm rõ."),
        "limit": _("Cách nộp chưa có thời hạn."),
        "recalled": _("Còn điều theo trí nhớ, chờ đối chiếu."),
        "source": _("Dữ liệu của mẫu in lấy từ nơi không có."),
        "contradiction": _("Biểu mẫu tự mâu thuẫn, hoặc mẫu ký tự thiếu ví dụ."),
        "unreachable": _("Có nhánh không bao giờ tới."),
        "template": _("Mẫu in kết quả có lỗi."),
        "blank": _("Mẫu in kết quả có lỗi khi còn thiếu dữ liệu."),
        "print": _("Không in được biểu mẫu."),
        "doubled": _("Mã bị trùng."),
        "key": _("Mã câu hỏi bị trùng."),
        "item": _("Mẫu quy định không có mục này."),
        "unasked": _("Mục của mẫu quy định chưa được hỏi."),
        "citation": _("Câu hỏi chưa nêu mục của mẫu hay căn cứ."),
        "mark": _("Chưa ghi câu hỏi đã đối chiếu hay theo trí nhớ."),
        "order": _("Điều kiện nói đến câu hỏi đứng sau."),
        "check": _("Kiểm tra chéo nói đến câu hỏi không có."),
        "number": _("Số định danh đối chiếu với câu hỏi không đứng cạnh."),
        "answer": _("Điều kiện so với lựa chọn không có."),
        "pattern": _("Mẫu ký tự cần câu nhắc và ví dụ."),
        "registry": _("Cơ sở dữ liệu có thể thay giấy tờ này."),
        "unknown-step": _("Đường đi đến bước không có."),
        "shares": _("Phần thời hạn của các bước chưa cộng thành 1."),
        "signature": _("Cần đúng một bước ký kết quả."),
        "product": _("Chưa bước nào làm ra thứ bắt buộc."),
        "no-end": _("Từ bước này không đi đến cuối."),
        "loop": _("Bước dẫn về chính nó."),
        "to-receipt": _("Không trả về bước tiếp nhận được."),
        "to-itself": _("Bước chuyển về chính nó."),
        "no-way": _("Đường chuyển tiếp cuối cùng phải không có điều kiện."),
        "never-taken": _("Đường đi này không bao giờ được dùng."),
        "join-without-split": _("Bước chờ đủ nhánh mà không có nhánh nào."),
        "branches": _("Các nhánh song song chưa đúng."),
        "no-join": _("Các nhánh song song không gặp lại."),
        "signs-apart": _("Bước ký nằm trong một nhánh."),
        "unit": _("Đơn vị lấy theo bước chưa đến."),
        "handover": _("Trả kết quả rồi mà quy trình còn bước."),
        "receipt": _("Bước tiếp nhận chỉ tiếp nhận, một đường đi tiếp."),
        "list": _("Không có danh mục dùng chung này."),
    }
    return known.get(code) or _words_of_facts().get(code) or code


def _words_of_facts() -> dict[str, str]:
    return {
        "law": _("Chưa nêu căn cứ pháp lý nào."),
        "no-result": _("Chưa nêu kết quả người dân nhận."),
        "no-steps": _("Chưa kể trình tự: người dân làm gì, theo thứ tự nào."),
        "document": _("Bước tiếp nhận, bước ký và bước trả kết quả không lập văn bản riêng."),
    }
