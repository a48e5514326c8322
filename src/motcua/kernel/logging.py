"""Structured logs, one JSON object a line, with no personal data in them."""

from __future__ import annotations

import logging.config
import re
import sys
import time
import traceback
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from structlog.stdlib import ProcessorFormatter

from motcua.kernel.privacy import HIDDEN, mask, mask_path

if TYPE_CHECKING:
    from types import TracebackType

    from structlog.typing import ExcInfo, Processor

_HIDDEN_KEYS = frozenset(
    {
        "address",
        "answers",
        "applicant",
        "applicant_name",
        "authorization",
        "birth_date",
        "contact",
        "cookie",
        "email",
        "full_name",
        "otp",
        "password",
        "phone",
        "secret",
        "token",
    }
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)=\([^()]*\)")
# What PostgreSQL adds to a message: rows and keys, with their values.
_ADDED_BY_POSTGRES = re.compile(r"\n(DETAIL|HINT|CONTEXT|LINE \d+):.*", re.DOTALL)
_NAMES_NO_DATA = (AttributeError, ImportError, NameError, TypeError)
_requests = logging.getLogger("motcua.requests")
_REFUSED, _FAILED = 400, 500
_QUIET = (
    "procrastinate",
    "PIL",
    "urllib3",
    "botocore",
    "fontTools",
    "pyhanko",
    "httpx",  # it logs every address it asks, and some carry a telephone number
)


def configure(config: Mapping[str, Any]) -> None:
    """Set up structlog and the standard library's logging; Django calls this at start-up.

    `config` may hold `level` (INFO unless given) and `human` (colours for a terminal; the terminal
    decides unless given).
    """
    # None of our lines names the thread that wrote it; finding out costs more than the line. The
    # process stays known: the web server names it in lines of its own, which would fail without.
    logging.logThreads = logging.logMultiprocessing = False
    level: str = config.get("level", "INFO")
    human: bool = config.get("human", sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_GATHER,
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    lines = "logging.Formatter" if human else f"{__name__}.{RequestLine.__name__}"
    logging.config.dictConfig(_standard(level, _writer(human=human), lines))


def log_request(request_id: str, asked: str, status: int, seconds: float) -> None:
    """Log the end of a request in one line: `asked` is its method and path, without a query.

    A tenth of what a line through structlog costs; every request writes one.
    """
    level = logging.INFO
    if status >= _REFUSED:
        level = logging.ERROR if status >= _FAILED else logging.WARNING
    said = {
        "event": "request_finished",
        "request": mask_path(asked),
        "code": status,
        "ms": round(1000 * seconds, 1),
        "request_id": request_id,
        "logger": _requests.name,
        "level": logging.getLevelName(level).lower(),
    }
    if _requests.isEnabledFor(level):
        # The record is made here: `log` would look for the caller first, whom nobody asks for.
        message = "%(request)s %(code)s in %(ms)s ms"
        _requests.handle(logging.LogRecord(_requests.name, level, "", 0, message, (said,), None))


class RequestLine(logging.Formatter):
    """Writes what `log_request` said as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Give one line."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        said = record.args
        assert isinstance(said, dict)
        return orjson.dumps(said | {"timestamp": f"{moment}.{record.msecs:03.0f}Z"}).decode()


def hide_personal_data(_: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Hide what looks like personal data, values under telling keys, and query strings."""
    if (request := event.get("request")) is not None:
        # Django's own warnings carry the request itself, which is written with its query.
        event["request"] = mask_path(str(request).partition("?")[0])
        event["event"] = mask_path(str(event.get("event", "")))
    return {key: _masked(value, key) for key, value in event.items()}


def safe_traceback(exc_info: ExcInfo) -> str:
    """Format an exception and its causes: where it was raised, and a message without values."""
    _, error, trace = exc_info
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(_one_exception(current, trace if current is error else current.__traceback__))
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\ncaused by\n".join(parts)


def _one_exception(error: BaseException, trace: TracebackType | None) -> str:
    frames = "".join(traceback.format_tb(trace))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}: {_safe_message(error)}"


def _safe_message(error: BaseException) -> str:
    message = _ADDED_BY_POSTGRES.sub("", str(error))
    return message if isinstance(error, _NAMES_NO_DATA) else _QUOTED.sub(HIDDEN, message)


def _masked(value: Any, key: str = "") -> Any:
    if key.lower() in _HIDDEN_KEYS and value:
        return HIDDEN
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {str(name): _masked(item, str(name)) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(item) for item in value]
    return value if isinstance(value, bool | int | float | None) else mask(repr(value))


_GATHER: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
]


def _writer(*, human: bool) -> list[Processor]:
    """Give the last steps of every record, ours and the libraries' alike."""
    last: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if human
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return [
        ProcessorFormatter.remove_processors_meta,
        structlog.processors.ExceptionRenderer(safe_traceback),
        hide_personal_data,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        last,
    ]


def _standard(level: str, writer: list[Processor], request_lines: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": ProcessorFormatter,
                "foreign_pre_chain": [*_GATHER[:3], structlog.stdlib.ExtraAdder()],
                "processors": writer,
            },
            "requests": {"()": request_lines},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "structured"},
            "requests": {"class": "logging.StreamHandler", "formatter": "requests"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **{name: {"level": "WARNING"} for name in _QUIET},
            _requests.name: {"handlers": ["requests"], "level": level, "propagate": False},
            # Replaces Django's own handlers, which mail administrators and print to the console.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
        },
    }
