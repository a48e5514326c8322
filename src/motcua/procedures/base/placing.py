"""Where in a pack something stands, in words: the names of the parts, titles of pages, questions.

A path such as `legal_bases.0.title` tells an author nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from motcua.procedures.base.sentences import both
from motcua.procedures.base.texts import REQUIRED_LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.packs import Pack

_PARTS: Mapping[str, Mapping[str, str]] = {
    "name": both("Tên", "Name"),
    "summary": both("Câu giới thiệu", "Summary"),
    "title": both("Tiêu đề", "Title"),
    "label": both("Câu hỏi", "Question"),
    "hint": both("Gợi ý", "Hint"),
    "help": both("Giải thích thêm", "Help"),
    "words": both("Lời", "Words"),
    "note": both("Ghi chú", "Note"),
    "text": both("Lời", "Text"),
    "when": both("Điều kiện", "Condition"),
    "field": both("Lĩnh vực", "Field"),
    "authority": both("Cơ quan giải quyết", "Authority"),
    "decision": both("Quyết định công bố", "Decision"),
    "requirements": both("Yêu cầu, điều kiện", "Requirements"),
    "legal_bases": both("Căn cứ pháp lý", "Legal bases"),
    "variants": both("Trường hợp", "Cases"),
    "papers": both("Giấy tờ", "Papers"),
    "paper_notes": both("Lưu ý về giấy tờ", "Notes on papers"),
    "steps": both("Các bước", "Steps"),
    "channels": both("Cách nộp", "Ways of filing"),
    "limits": both("Thời hạn", "Time limits"),
    "fees": both("Phí, lệ phí", "Fees"),
    "exemptions": both("Miễn, giảm", "Exemptions"),
    "results": both("Kết quả", "Results"),
    "result": both("Mẫu in kết quả", "Layout of the result"),
    "result.typ": both("Mẫu in kết quả", "Layout of the result"),
    "online": both("Dịch vụ công trực tuyến", "Online service"),
    "form": both("Biểu mẫu", "Form"),
    "pages": both("Trang", "Pages"),
    "questions": both("Câu hỏi", "Questions"),
    "options": both("Lựa chọn", "Options"),
    "checks": both("Kiểm tra chéo", "Cross-checks"),
    "message": both("Lời báo", "Message"),
    "gist": both("Trích yếu hồ sơ", "Gist of the dossier"),
    "statutory": both("Mẫu quy định", "Statutory form"),
    "items": both("Mục", "Items"),
    "process": both("Quy trình", "Process"),
    "conditions": both("Điều kiện", "Conditions"),
}
# Lists whose items say by their own name where one is.
_PASSED = frozenset({"pages", "questions", "steps", "options"})
_NAMES = ("title", "name", "label", "text", "words")
_LONGEST = 60


def place_of(pack: Pack, where: str) -> Mapping[str, str]:
    """Say in each language where a finding stands, by the path the checks give."""
    path = where.partition("#")[0]
    steps = list(_steps(pack, [path] if path in _PARTS else path.split(".")))
    return {
        language: " › ".join(_short(say(step, language)) for step in steps)
        for language in REQUIRED_LANGUAGES
    }


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]}…"


def _steps(pack: Pack, parts: list[str]) -> Iterator[Mapping[str, str]]:
    at: Any = pack
    for place, part in enumerate(parts):
        inner = _inside(at, part)
        if inner is None:
            inner = _named(pack, part)
        is_list = isinstance(inner, tuple) and part in _PASSED and place < len(parts) - 1
        if not is_list:
            yield _name(inner, part)
        at = inner


def _inside(at: Any, part: str) -> Any:
    """Give a part of an object, or the item of a list by its key, code or number."""
    if isinstance(at, BaseModel):
        return getattr(at, part, None) if part in type(at).model_fields else None
    if isinstance(at, tuple):
        by_key = (item for item in at if part in _marks(item))
        found = next(by_key, None)
        return (
            at[int(part)] if found is None and part.isdecimal() and int(part) < len(at) else found
        )
    return None


def _marks(item: Any) -> set[str]:
    found = (getattr(item, mark, None) for mark in ("key", "code", "no", "channel"))
    return {str(mark) for mark in found if mark}


def _named(pack: Pack, part: str) -> Any:
    """Give the question, step, page or statutory form that a check names by its key alone."""
    pages = pack.form.pages
    asked = (*pack.form.every_question(), *(q for step in pack.process.steps for q in step.form))
    things = (*asked, *pack.process.steps, *pages, *pack.form.statutory, *pack.form.checks)
    return next((thing for thing in things if part in _marks(thing)), None)


def _name(thing: Any, part: str) -> Mapping[str, str]:
    if isinstance(thing, BaseModel) and getattr(thing, "channel", None) == part:
        return _WAYS[part]
    if isinstance(thing, BaseModel) and part not in _PARTS:
        for name in _NAMES:
            text = getattr(thing, name, None)
            if isinstance(text, dict) and text.get("vi"):
                return text
    if isinstance(thing, dict) and part.isdecimal() and thing.get("vi"):
        return thing
    return _PARTS.get(part) or both(part, part)


_WAYS: Mapping[str, Mapping[str, str]] = {
    "online": both("Trực tuyến", "Online"),
    "counter": both("Trực tiếp", "At the counter"),
    "post": both("Bưu chính", "By post"),
}
