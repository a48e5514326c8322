"""What is wrong with the shape of something that was read, as a code of ours and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class Fault:
    """A code, and the sentence for it in both languages."""

    code: str
    vi: str
    en: str

    def __str__(self) -> str:
        return f"{self.vi} · {self.en}"


FAULTS: Mapping[str, Fault] = {
    fault.code: fault
    for fault in (
        Fault("missing", "thiếu mục này", "is missing"),
        Fault("empty", "để trống", "is empty"),
        Fault("unknown", "mục này không có trong khuôn mẫu", "is not known here"),
        Fault("not_text", "phải là chữ", "must be a text"),
        Fault("not_a_number", "phải là số nguyên", "must be a whole number"),
        Fault("not_yes_no", "phải là có hoặc không", "must be true or false"),
        Fault("not_a_day", "phải là ngày, như 2026-11-20", "must be a day such as 2026-11-20"),
        Fault("not_a_list", "phải là danh sách", "must be a list"),
        Fault("not_an_object", "phải là một nhóm mục", "must be an object"),
        Fault("not_a_choice", "không nằm trong các giá trị cho phép", "is none of the values"),
        Fault("not_spelt", "viết chưa đúng dạng quy định", "is not spelt as it must be"),
        Fault("too_small", "nhỏ hơn mức cho phép", "is below what is allowed"),
        Fault("too_big", "lớn hơn mức cho phép", "is above what is allowed"),
        Fault("too_long", "dài hơn mức cho phép", "is longer than allowed"),
        Fault("refused", "giá trị chưa đúng", "is not right"),
        Fault("not_json", "dòng này không phải JSON", "the line is no JSON"),
        Fault("too_deep", "dữ liệu lồng quá sâu", "it is nested too deeply"),
        Fault("broken_gzip", "tệp nén hỏng từ đây", "the packed file is broken from here"),
        Fault("too_much", "tệp bung ra quá lớn", "the file unpacks to too much"),
        Fault("duplicate_code", "mã đã có ở dòng trước", "the code stands on an earlier line"),
    )
}
_CODES: Mapping[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_type": "not_text",
    "string_too_short": "empty",
    "too_short": "empty",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_pattern_mismatch": "not_spelt",
    "int_type": "not_a_number",
    "int_parsing": "not_a_number",
    "int_parsing_size": "too_big",
    "int_from_float": "not_a_number",
    "bool_type": "not_yes_no",
    "bool_parsing": "not_yes_no",
    "tuple_type": "not_a_list",
    "list_type": "not_a_list",
    "dict_type": "not_an_object",
    "mapping_type": "not_an_object",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "literal_error": "not_a_choice",
    "enum": "not_a_choice",
    "union_tag_invalid": "not_a_choice",
    "union_tag_not_found": "missing",
    "greater_than_equal": "too_small",
    "greater_than": "too_small",
    "less_than_equal": "too_big",
    "less_than": "too_big",
}


def code_of(problem: ErrorDetails) -> str:
    """Give our code for what the shape's checker found; `refused` where there is no closer one."""
    kind = problem["type"]
    return "not_a_day" if kind.startswith("date_") else _CODES.get(kind, "refused")


def words_of(problem: ErrorDetails) -> str:
    """Say in both languages what is wrong; what a check of ours says stays beside it."""
    own = (problem.get("ctx") or {}).get("error")
    fault = FAULTS[code_of(problem)]
    return f"{fault}: {own}" if own and fault.code == "refused" else str(fault)
