"""Questions that cannot be answered as they are written: nothing to choose, bounds that cross."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

from motcua.procedures.base.forms.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    DateQuestion,
    FilesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
    MoneyQuestion,
    NumberQuestion,
    PartialDateQuestion,
)
from motcua.procedures.base.forms.values import day_bound
from motcua.procedures.base.sentences import both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.sentences import Words

_BOUNDED = (ChoicesQuestion, FilesQuestion, GroupQuestion, MoneyQuestion, NumberQuestion)
_SOME_DAY: Final = date(2025, 7, 1)
"""Bounds that are told from today are held against each other as of any one day."""


def unanswerable(questions: Iterable[Asked]) -> Iterator[tuple[str, Words]]:
    """Yield the keys of questions that cannot be answered as they are, each with the reason."""
    for question in questions:
        for reason in _reasons(question):
            yield question.key, reason


def _reasons(question: Asked) -> Iterator[Words]:
    if isinstance(question, ChoiceQuestion | ChoicesQuestion):
        yield from _of_options(question)
    if isinstance(question, GroupQuestion) and not question.questions:
        yield both("mỗi dòng không hỏi gì", "nothing is asked in a row")
    if isinstance(question, FilesQuestion) and not question.types:
        yield both("không nhận loại tệp nào", "no type of file is taken")
    if isinstance(question, IdentityDocumentQuestion) and not question.types:
        yield both("không nhận loại giấy tờ nào", "no document is taken")
    if isinstance(question, _BOUNDED) and question.min > question.max:
        least, most = question.min, question.max
        yield both(f"ít nhất {least} mà nhiều nhất {most}", f"at least {least}, and at most {most}")
    if isinstance(question, DateQuestion | PartialDateQuestion):
        yield from _of_days(question)


def _of_days(question: DateQuestion | PartialDateQuestion) -> Iterator[Words]:
    """Yield that days cross, where both are fixed or both are told from today."""
    first, last = question.earliest, question.latest
    if last is None or first.startswith("today") != last.startswith("today"):
        return
    if day_bound(first)(_SOME_DAY) > day_bound(last)(_SOME_DAY):
        words = f"sớm nhất {first} mà muộn nhất {last}"
        yield both(words, f"not before {first}, and not after {last}")


def _of_options(question: ChoiceQuestion | ChoicesQuestion) -> Iterator[Words]:
    codes = Counter(option.value for option in question.options)
    for code, times in codes.items():
        if times > 1:
            yield both(f"mã {code} đứng ở {times} lựa chọn", f"{times} options are called {code}")
    count = len(codes)
    if isinstance(question, ChoiceQuestion):
        if not count and question.list is None:
            yield both("không có gì để chọn", "there is nothing to choose")
    elif count < max(question.min, 1):
        words = f"phải chọn {question.min} mà chỉ có {count}"
        yield both(words, f"{question.min} to be chosen of only {count}")
    elif question.min < 0 or question.max < 1:
        words = f"chọn từ {question.min} đến {question.max} lựa chọn"
        yield both(words, f"{question.min} to {question.max} are to be chosen")
