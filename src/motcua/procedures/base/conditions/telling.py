"""A condition told: in the language of conditions, and as a sentence people read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.expressions import (
    COMPARISONS,
    Call,
    Literal,
    Node,
    Ref,
    read,
)
from motcua.procedures.base.forms.questions import ChoiceQuestion, ChoicesQuestion, GroupQuestion
from motcua.procedures.base.texts import say
from motcua.procedures.errors import ConditionInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.forms.questions import Asked, When
    from motcua.procedures.base.packs import Pack

_SIGNS = {op: sign for sign, op in COMPARISONS.items()}
_WORDS: dict[str, dict[str, str]] = {
    "eq": {"vi": "{0} là {1}", "en": "{0} is {1}"},
    "ne": {"vi": "{0} khác {1}", "en": "{0} is not {1}"},
    "lt": {"vi": "{0} nhỏ hơn {1}", "en": "{0} is less than {1}"},
    "le": {"vi": "{0} không quá {1}", "en": "{0} is at most {1}"},
    "gt": {"vi": "{0} lớn hơn {1}", "en": "{0} is more than {1}"},
    "ge": {"vi": "{0} từ {1} trở lên", "en": "{0} is at least {1}"},
    "in": {"vi": "{0} là {1}", "en": "{0} is {1}"},
    "has": {"vi": "{1} có chọn {0}", "en": "{1} includes {0}"},
    "filled": {"vi": "đã trả lời {0}", "en": "{0} is answered"},
    "empty": {"vi": "chưa trả lời {0}", "en": "{0} is not answered"},
    "yes": {"vi": "{0} là “Có”", "en": "{0} is “Yes”"},
    "no": {"vi": "{0} không phải “Có”", "en": "{0} is not “Yes”"},
    "not": {"vi": "không phải ({0})", "en": "not ({0})"},
    "count": {"vi": "số {0}", "en": "the number of {0}"},
    "count-where": {"vi": "số {0} mà {1}", "en": "the number of {0} where {1}"},
    "sum": {"vi": "tổng {0}", "en": "the sum of {0}"},
    "age": {"vi": "tuổi hôm nay tính từ {0}", "en": "the age today from {0}"},
    "age_at": {"vi": "tuổi vào {1} tính từ {0}", "en": "the age on {1} from {0}"},
    "days_since": {"vi": "số ngày đến nay kể từ {0}", "en": "the days since {0}"},
    "days_between": {"vi": "số ngày từ {0} đến {1}", "en": "the days from {0} to {1}"},
    "has_words": {"vi": "{0} có chữ {1}", "en": "{0} has the words {1}"},
    "today": {"vi": "hôm nay", "en": "today"},
    "true": {"vi": "“Có”", "en": "“Yes”"},
    "false": {"vi": "“Không”", "en": "“No”"},
    "all": {"vi": " và ", "en": " and "},
    "any": {"vi": " hoặc ", "en": " or "},
    "other": {"vi": "{op} của {args}", "en": "{op} of {args}"},
}


def in_words(when: When | Node) -> str:
    """Write a condition in the language of conditions, so that `read` gives the same again.

    Raise `ConditionInvalid` where a text holds both kinds of quotes, which only data can.
    """
    return _written(when if isinstance(when, Ref | Call | Literal) else read(when))


def sentence(when: When, pack: Pack, language: str) -> str:
    """Tell a condition of a pack as a sentence, with the labels of questions and answers.

    Questions of the form, of the process's steps and of the result are known. What cannot be read
    is shown as it stands.
    """
    try:
        node = read(when)
    except ConditionInvalid:
        return str(when)
    return _Teller(pack, language).tell(node)


def _every_question(pack: Pack) -> Iterator[Asked]:
    """Yield every question there is; of two with one key the applicant's last, which counts."""
    officials = (question for step in pack.process.steps for question in step.form)
    for question in (*officials, *pack.result.questions):
        yield question
        if isinstance(question, GroupQuestion):
            yield from question.questions
    yield from pack.form.every_question()


def _written(node: Node) -> str:
    if isinstance(node, Call):
        return _call(node)
    return node.path if isinstance(node, Ref) else _literal(node.value)


def _call(node: Call) -> str:
    if node.op in {"all", "any"}:
        joined = {"all": " and ", "any": " or "}[node.op]
        return joined.join(_inner(inner) for inner in node.args)
    if node.op == "not":
        return f"not {_inner(node.args[0])}"
    if node.op == "in" or node.op in _SIGNS:
        left, right = (_inner(inner) for inner in node.args)
        return f"{left} {_SIGNS.get(node.op, node.op)} {right}"
    return f"{node.op}({', '.join(map(_written, node.args))})"


def _inner(node: Node) -> str:
    is_joined = isinstance(node, Call) and node.op in {"all", "any", "not", "in", *_SIGNS}
    return f"({_written(node)})" if is_joined else _written(node)


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    if "'" not in text and "\n" not in text:
        return f"'{text}'"
    if '"' in text or "\n" in text:
        raise ConditionInvalid(reason="a text with both kinds of quotes")
    return f'"{text}"'


class _Teller:
    """Tells conditions of one pack in one language."""

    def __init__(self, pack: Pack, language: str) -> None:
        self._questions: Mapping[str, Asked] = {q.key: q for q in _every_question(pack)}
        self._lists = pack.lists
        self._language = language

    def tell(self, node: Node) -> str:
        if isinstance(node, Ref):
            return self._say("yes", self._label(node.path))
        if isinstance(node, Literal):
            return self._value(node.value, None)
        told = self._plain(node)
        return told or self._general(node)

    def _plain(self, node: Call) -> str:
        """Tell what has a shape of its own; empty where it has none."""
        if node.op in {"all", "any"}:
            joined = _WORDS[node.op][self._language]
            return joined.join(self._part(inner) for inner in node.args)
        if node.op == "not":
            return self._denied(node.args[0])
        if node.op == "in" and isinstance(node.args[0], Literal):
            container = self._operand(node.args[1], None)
            return self._say("has", self._value(node.args[0].value, node.args[1]), container)
        return self._counted(node)

    def _counted(self, node: Call) -> str:
        first = self._operand(node.args[0], None) if node.args else ""
        if node.op == "count" and len(node.args) > 1:
            return self._say("count-where", first, self.tell(node.args[1]))
        if node.op == "age_at" and node.args[1] == Call("today", ()):
            return self._say("age", first)
        return ""

    def _general(self, node: Call) -> str:
        other = node.args[0] if node.args else None
        told = [self._operand(inner, other) for inner in node.args]
        if node.op == "has_words":
            return self._say("has_words", told[0], ", ".join(told[1:]))
        if node.op in _WORDS:
            return self._say(node.op, *told)
        return _WORDS["other"][self._language].format(op=node.op, args=", ".join(told))

    def _denied(self, node: Node) -> str:
        if isinstance(node, Ref):
            return self._say("no", self._label(node.path))
        if isinstance(node, Call) and node.op == "filled":
            return self._say("empty", self._operand(node.args[0], None))
        return self._say("not", self.tell(node))

    def _part(self, node: Node) -> str:
        told = self.tell(node)
        return f"({told})" if isinstance(node, Call) and node.op in {"all", "any"} else told

    def _operand(self, node: Node, beside: Node | None) -> str:
        if isinstance(node, Ref):
            return self._label(node.path)
        if isinstance(node, Literal):
            return self._value(node.value, beside)
        return self.tell(node)

    def _label(self, path: str) -> str:
        group, _, part = path.partition(".")
        question = self._questions.get(group)
        inner = self._questions.get(part) if isinstance(question, GroupQuestion) else None
        shown = inner or question
        return f"“{say(shown.label, self._language)}”" if shown else f"“{path}”"

    def _value(self, value: object, beside: Node | None) -> str:
        if isinstance(value, tuple):
            told = [self._value(item, beside) for item in value]
            return _WORDS["any"][self._language].join(told)
        if isinstance(value, bool):
            return _WORDS["true" if value else "false"][self._language]
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y")
        return f"“{self._option(value, beside)}”" if isinstance(value, str) else str(value)

    def _option(self, value: str, beside: Node | None) -> str:
        path = beside.path.rpartition(".")[2] if isinstance(beside, Ref) else ""
        question = self._questions.get(path)
        options: tuple[Any, ...] = ()
        if isinstance(question, ChoiceQuestion):
            options = self._lists.get(question.list or "", ()) or question.options
        elif isinstance(question, ChoicesQuestion):
            options = question.options
        found = (say(row.label, self._language) for row in options if row.value == value)
        return next(found, value)

    def _say(self, word: str, *args: str) -> str:
        return _WORDS[word][self._language].format(*args)
