"""What stands in a list of the workshop for an object: its title and what it says in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.console.workshop.base import choices
from motcua.kernel.money import show
from motcua.procedures.base.conditions.telling import sentence
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from motcua.procedures.base.packs import Pack

Raw = dict[str, Any]
_TITLES = ("label", "name", "title", "words", "message")


def title_of(model: str, raw: Mapping[str, Any], language: str) -> str:
    """Give the words that name an object; its code where it has none."""
    if model == "ChannelSpec":
        return choices.choice_words("channel", str(raw.get("channel", "")))
    if model == "LegalBasis":
        return f"{raw.get('number', '')} · {say(raw.get('title') or {}, language)}"
    if model == "StepMove":
        return choices.choice_words("kind", str(raw.get("kind", "")))
    for name in _TITLES:
        if isinstance(raw.get(name), dict):
            return say(raw[name], language)
    return str(raw.get("from") or raw.get("code") or raw.get("key") or choices.model_words(model))


def details_of(model: str, raw: Raw, pack: Pack, language: str) -> list[str]:
    """Say in short what an object holds."""
    found = [text for text in _TELLERS.get(model, _question)(raw, language) if text]
    if model == "StepMove" and raw.get("to"):
        found.append(steps_named(raw["to"], pack, language))
    if raw.get("when"):
        told = sentence(raw["when"], pack, language)
        found.append(_("khi %(told)s") % {"told": told})
    return found


def steps_named(codes: Iterable[str], pack: Pack, language: str) -> str:
    """Name steps of the process, one code that no step has by itself."""
    names = {step.code: say(step.name, language) for step in pack.process.steps}
    return ", ".join(names.get(code) or code for code in codes)


def _question(raw: Raw, language: str) -> Iterator[str]:
    if "key" not in raw:
        yield str(raw.get("code", ""))
        return
    yield choices.kind_words(str(raw.get("kind", "")))
    if not raw.get("required", True):
        yield _("không bắt buộc")
    options = [say(option["label"], language) for option in raw.get("options") or ()]
    yield " / ".join(options[:4]) + (" …" if len(options) > 4 else "")
    yield str(raw["key"])


def _paper(raw: Raw, _language: str) -> Iterator[str]:
    yield choices.choice_words("needed", raw.get("needed", "required"))
    counts = {"originals": _("%(n)s bản chính"), "copies": _("%(n)s bản sao")}
    for key, words in counts.items():
        if raw.get(key):
            yield words % {"n": raw[key]}
    if raw.get("may_be_data"):
        yield _("cơ sở dữ liệu thay được")


def _fee(raw: Raw, language: str) -> Iterator[str]:
    amount = raw.get("amount")
    unit = f" / {say(raw['unit'], language)}" if raw.get("unit") else ""
    yield _("địa phương quy định") if amount is None else f"{show(amount, language)}{unit}"
    if raw.get("brackets"):
        yield _("%(n)s bậc") % {"n": len(raw["brackets"])}
    yield choices.choice_words("due", str(raw.get("due", "")))
    yield from _days(raw)
    yield str(raw.get("basis", ""))


def _limit(raw: Raw, _language: str) -> Iterator[str]:
    yield f"{raw.get('amount')} {choices.choice_words('unit', str(raw.get('unit', '')))}"
    yield from _days(raw)
    yield str(raw.get("basis", ""))


def _days(raw: Raw) -> Iterator[str]:
    for key, words in (("valid_from", _("từ %(day)s")), ("valid_to", _("đến trước %(day)s"))):
        if raw.get(key):
            day = "/".join(reversed(str(raw[key]).split("-")))
            yield words % {"day": day}


def _step(raw: Raw, _language: str) -> Iterator[str]:
    yield choices.choice_words("role", str(raw.get("role", "")))
    yield _("%(share)s%% thời hạn") % {"share": f"{100 * float(raw.get('share') or 0):g}"}
    yield ", ".join(choices.choice_words("produces", one) for one in raw.get("produces") or ())


def _exemption(raw: Raw, _language: str) -> Iterator[str]:
    percent = raw.get("percent", 0)
    yield _("còn nộp %(n)s%%") % {"n": percent} if percent else _("miễn")
    yield str(raw.get("basis", ""))


def _law(raw: Raw, _language: str) -> Iterator[str]:
    yield str(raw.get("articles") or "")


def _move(raw: Raw, language: str) -> Iterator[str]:
    yield say(raw.get("name") or {}, language)
    yield ", ".join(choices.choice_words("for", one) for one in raw.get("for") or ())


def _taken(raw: Raw, _language: str) -> Iterator[str]:
    yield f"{raw.get('from', '')} · {raw.get('as', 'plain')}"


_TELLERS: Mapping[str, Callable[[Raw, str], Iterator[str]]] = {
    "Paper": _paper,
    "Fee": _fee,
    "Limit": _limit,
    "Step": _step,
    "Exemption": _exemption,
    "LegalBasis": _law,
    "StepMove": _move,
    "Taken": _taken,
}
