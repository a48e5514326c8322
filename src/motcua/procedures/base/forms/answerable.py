"""Questions that cannot be answered as they are written: nothing to choose, bounds that cross."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from motcua.procedures.base.forms.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    FilesQuestion,
    GroupQuestion,
    MoneyQuestion,
    NumberQuestion,
)
from motcua.procedures.base.sentences import both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.sentences import Words

_BOUNDED = (ChoicesQuestion, FilesQuestion, GroupQuestion, MoneyQuestion, NumberQuestion)


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
    if isinstance(question, _BOUNDED) and question.min > question.max:
        least, most = question.min, question.max
        yield both(f"ít nhất {least} mà nhiều nhất {most}", f"at least {least}, and at most {most}")


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
