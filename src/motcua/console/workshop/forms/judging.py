"""What is wrong with an object that was written, said at its controls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from motcua.console.workshop.base import labels
from motcua.console.workshop.base.places import items_of
from motcua.console.workshop.base.shapes import How, Slot, naming_of
from motcua.procedures.base.forms import patterns
from motcua.procedures.base.texts import unkept

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from motcua.console.workshop.base.places import Raw, Spot
    from motcua.console.workshop.base.shapes import Shape
    from motcua.console.workshop.forms.reading import Written

# Of these there may be several of one code: each holds for other days.
_DATED = frozenset({"Fee", "Limit", "LegalBasis"})


def judge(spot: Spot, raw: Raw, written: Written, siblings: Spot | None, keys: set[str]) -> None:
    """Check an object by its model and beside its neighbours; complaints go into `written`."""
    try:
        spot.model.model_validate(raw)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            name, message = _said(spot.shape, problem)
            if name not in written.problems:
                written.complain(name, message)
    _printable(spot.shape, raw, written)
    if owes_citation(spot):
        _cited(raw, written)
    naming = naming_of(spot.model)
    if naming and spot.branch is not None and not spot.branch.is_map:
        taken = _taken(spot, siblings, keys if naming == "key" else None)
        if spot.model.__name__ not in _DATED and str(raw.get(naming, "")) in taken:
            written.complain(naming, _("Mã này đã dùng. Hãy chọn mã khác."))


def _printable(shape: Shape, raw: Raw, written: Written) -> None:
    for location in unkept(raw):
        slot, name = _control(shape, location)
        if name not in written.problems:
            label = labels.words_of(slot.owner, slot.name).label if slot else ""
            written.complain(name, f"{label}: {_('Có ký tự không in được.')}".lstrip(": "))


def owes_citation(spot: Spot) -> bool:
    """Say whether what stands here is a question of the form, which names its law."""
    is_question = "label" in spot.model.model_fields and "key" in spot.model.model_fields
    return is_question and spot.place.startswith("form/") and spot.raw.get("kind") != "notice"


def _cited(raw: Raw, written: Written) -> None:
    if not raw.get("items") and not raw.get("basis"):
        written.complain("basis", _("Chưa điền: Căn cứ, hoặc mục của mẫu."))
    if not raw.get("mark"):
        written.complain("mark", _("Chưa chọn đã đối chiếu văn bản hay còn theo trí nhớ."))


def _taken(spot: Spot, siblings: Spot | None, keys: set[str] | None) -> set[str]:
    own = str(spot.raw.get(naming_of(spot.model), "")) if spot.index != -1 else ""
    if keys is not None:
        return keys - {own}
    if siblings is None or spot.branch is None:
        return set()
    names = {
        str(item.raw.get(naming_of(spot.model), "")) for item in items_of(siblings, spot.branch.key)
    }
    return names - {own}


def _said(shape: Shape, problem: ErrorDetails) -> tuple[str, str]:
    """Give the control a problem belongs to, and the sentence."""
    slot, name = _control(shape, problem["loc"])
    kind, context = problem["type"], problem.get("ctx") or {}
    if slot is None:
        return name, _sentence(kind, context, problem["msg"])
    if slot.how is How.TEXT and not name.endswith((".vi", ".en")):
        name = f"{name}.vi"
    label = labels.words_of(slot.owner, slot.name).label
    if kind in {"missing", "string_type", "dict_type"}:
        return name, _("Chưa điền: %(label)s.") % {"label": label}
    if slot.how is How.TEXT:
        return name, _text_sentence(problem["msg"], str(label))
    return name, f"{label}: {_sentence(kind, context, problem['msg'])}"


def _control(shape: Shape, location: tuple[int | str, ...]) -> tuple[Slot | None, str]:
    """Find the longest part of a location that names a control of the page."""
    parts = [str(part) for part in location]
    for end in range(len(parts), 0, -1):
        name = ".".join(parts[:end])
        slot = shape.slot(name)
        if slot is not None:
            return slot, name
        if any(part.dotted == name for part in shape.written):
            return None, name
    return None, ""


def _text_sentence(message: str, label: str) -> str:
    if "Vietnamese" in message:
        return _("%(label)s cần có bản tiếng Việt.") % {"label": label}
    return _("%(label)s có ký tự không in được.") % {"label": label}


def _sentence(kind: str, context: dict[str, Any], message: str) -> str:
    known = {
        "string_pattern_mismatch": _("chưa đúng cách viết."),
        "string_too_long": _("dài quá %(max_length)s ký tự."),
        "greater_than_equal": _("phải từ %(ge)s trở lên."),
        "less_than_equal": _("không quá %(le)s."),
        "less_than": _("phải nhỏ hơn %(lt)s."),
        "int_parsing": _("phải là số nguyên."),
        "int_from_float": _("phải là số nguyên."),
        "float_parsing": _("phải là số."),
        "date_from_datetime_parsing": _("ngày chưa đúng, viết như 20/11/2026."),
        "date_parsing": _("ngày chưa đúng, viết như 20/11/2026."),
        "too_short": _("cần ít nhất %(min_length)s dòng."),
        "enum": _("không có lựa chọn này."),
        "literal_error": _("không có lựa chọn này."),
    }
    if kind in known:
        return known[kind] % context
    own = {
        "a fee has an amount, unless provinces set it and it is unconfirmed": _(
            "khoản thu cần có mức, trừ khi địa phương quy định và chưa đối chiếu."
        ),
        "a unit rule says either same_as or by": _("chỉ điền một trong hai ô về đơn vị."),
        patterns.NOT_A_PATTERN: _("không phải mẫu ký tự đúng."),
        patterns.TOO_MANY_WAYS: _("mẫu ký tự lặp lồng nhau nên kiểm tra quá lâu."),
        patterns.TOO_LONG: _("mẫu ký tự dài quá 100 ký tự."),
        patterns.TOO_OFTEN: _("mẫu ký tự lặp quá 500 lần."),
        patterns.LOOKS_AROUND: _(
            "mẫu ký tự không được nhìn trước, nhìn sau hay nhắc lại phần của chính nó."
        ),
        "there is no such day": _("không có ngày này, hoặc quá xa."),
        "a number of the registry is written with {number} and {year} only": _(
            "chỉ dùng {number} (bắt buộc) và {year} trong dấu ngoặc nhọn."
        ),
    }
    reason = message.removeprefix("Value error, ")
    return own.get(reason) or _("chưa hợp lệ (%(reason)s).") % {"reason": reason}
