"""Logs that cannot tell on anybody: no values, no addresses, no words of a visitor (T33).

A line of ours is the sentence in the code with its placeholders filled by numbers, enums and
`Word`s only; any other argument is hidden. A line of a library shows where it was written and
not what it says. An error shows its type and our own frames, never its message or its values.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import TracebackType

OURS = ("app", "moderation", "migrations", "tests")
PROJECT = Path(__file__).resolve().parents[2]
LARGEST_NUMBER = 1_000_000  # a count is smaller; a telephone number is not
HIDDEN = "(hidden)"


class Word(str):
    """A word that stands in our own code (a job's name, a code of a list), safe to log."""

    __slots__ = ()


class QuietFormatter(logging.Formatter):
    """`2026-11-23 14:05:09 WARNING app.jobs.sweep: outbox row failed, try 3`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        quiet = logging.makeLogRecord(
            {
                "name": record.name,
                "levelname": record.levelname,
                "levelno": record.levelno,
                "created": record.created,
                "msg": _sentence(record),
                "args": (),  # without arguments a percent sign stays as it is
            }
        )
        line = super().format(quiet)
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        return line if error is None else "\n".join((line, *describe(error)))


def describe(error: BaseException) -> Iterator[str]:
    """Types and our own frames of an error and of what caused it, innermost cause last."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"  {type(current).__module__}.{type(current).__qualname__}"
        yield from _frames(current.__traceback__)
        current = current.__cause__ or current.__context__


def install(level: int = logging.INFO) -> None:
    """One handler on the root for the whole process; harmless when called twice."""
    root = logging.getLogger()
    if not any(isinstance(handler.formatter, QuietFormatter) for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(QuietFormatter())
        root.addHandler(handler)
    root.setLevel(level)
    for name in ("werkzeug", "sqlalchemy", "alembic", "rq", "urllib3", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)  # their INFO names addresses and paths
    sys.excepthook = _last_words
    if threading.excepthook is threading.__excepthook__:  # a test runner has a hook of its own
        threading.excepthook = _last_words_of
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _last_words_of


def _sentence(record: logging.LogRecord) -> str:
    if record.name.split(".", 1)[0] not in OURS:
        return f"{record.module}:{record.lineno}"
    sentence = str(record.msg)
    if not record.args:
        return sentence
    try:
        if isinstance(record.args, Mapping):
            return sentence % {name: _shown(value) for name, value in record.args.items()}
        return sentence % tuple(_shown(value) for value in record.args)
    except (TypeError, ValueError):
        return sentence  # %d of something hidden: the bare sentence says enough


def _shown(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, Word | bool):
        return value
    if isinstance(value, int | float) and abs(value) < LARGEST_NUMBER:
        return value
    return HIDDEN


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(PROJECT) and path.relative_to(PROJECT).parts[0] in OURS:
            yield f"    {path.relative_to(PROJECT)}:{frame.lineno} in {frame.name}"


def _last_words(
    kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
) -> None:
    """What nobody caught."""
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        sys.stderr.write("\n".join(describe(error or kind())) + "\n")


def _last_words_of(end: threading.ExceptHookArgs | sys.UnraisableHookArgs) -> None:
    """The same of a thread, or of an object that is being thrown away."""
    _last_words(end.exc_type, end.exc_value, end.exc_traceback)
