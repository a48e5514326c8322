"""Wrong use of any command in one sentence of this run's language, what click itself finds too."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any

import click

from motcua.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from motcua.kernel.errors import DomainError


class Misused(click.ClickException):
    """What was typed cannot be understood or counted; the sentence says what to type."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self._said = say("Lỗi: ", "Error: ") + message  # while the run's language is known

    @classmethod
    def by(cls, error: DomainError) -> Misused:
        """Say a room's refusal of what was typed."""
        return cls(say(error.text, str(error.details.get("english", error.text))))

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence, and nothing beside it."""
        click.echo(self._said, file=file, err=file is None)


def misused(error: click.UsageError) -> Misused:
    """Say what click found wrong with what was typed."""
    if isinstance(error, click.MissingParameter):
        name = error.param.get_error_hint(error.ctx) if error.param else ""
        return Misused(say(f"Thiếu {name}.", f"{name} is missing."))
    english = error.format_message()
    return Misused(say(_in_vietnamese(error, english), english))


def _in_vietnamese(error: click.UsageError, english: str) -> str:
    if isinstance(error, click.BadParameter):
        hint = error.param.get_error_hint(error.ctx) if error.param else ""
        return f"{hint}: {_reason(error.message)}".removeprefix(": ")
    return _reason(english)


def _reason(message: str) -> str:
    """Say one of click's sentences; what a command says itself is said already."""
    for pattern, words in _SENTENCES.items():
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words(*found.groups())
    return message


_KINDS = {"File": "tệp", "Directory": "thư mục", "Path": "đường dẫn"}
_SENTENCES: Mapping[str, Callable[..., str]] = {
    r"No such option:? (\S+?)\.?( .*)?": lambda name, _more: f"Không có tùy chọn {name}.",
    r"No such command (.+?)\.( .*)?": lambda name, _more: f"Không có lệnh {name}.",
    r"Missing command\.": lambda: "Chưa nêu lệnh nào.",
    r"Option (.+) requires an argument\.": lambda name: f"Tùy chọn {name} cần một giá trị.",
    r"Option (.+) requires \d+ arguments\.": lambda name: f"Tùy chọn {name} còn thiếu giá trị.",
    r"Option (.+) does not take a value\.": lambda name: f"Tùy chọn {name} không nhận giá trị.",
    r"Got unexpected extra arguments? \((.+)\)": lambda extra: f"Thừa: {extra}.",
    r"(.+) is not a valid (?:integer|float|number).*": lambda text: f"{text} không phải là số.",
    r"(.+) is not in the range (.+)\.": lambda n, bounds: f"{n} không nằm trong khoảng {bounds}.",
    r"(.+) is not one of (.+)\.": lambda text, rest: f"không có {text}; chọn một trong {rest}.",
    r"(.+) does not match the formats? (.+)\.": lambda text, form: f"{text} không viết như {form}.",
    r"(File|Directory|Path) (.+) does not exist\.": lambda k, n: f"không có {_KINDS[k]} {n}.",
    r"(?:File|Path) (.+) is a directory\.": lambda name: f"{name} là thư mục, không phải tệp.",
    r"(?:Directory|Path) (.+) is a file\.": lambda name: f"{name} là tệp, không phải thư mục.",
    r"(?:File|Directory|Path) (.+) is not readable\.": lambda name: f"không đọc được {name}.",
    r"(?:File|Directory|Path) (.+) is not writable\.": lambda name: f"không ghi được {name}.",
}
