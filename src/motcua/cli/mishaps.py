"""What may befall a preparation half-way, each said in one sentence: the next start goes on."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from motcua.cli.speech import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.cli.home import Home


@contextlib.contextmanager
def mishaps(home: Home) -> Iterator[None]:
    """Turn a full disk or a database that went away into a sentence. Raises `Refused`."""
    # Loaded with Django, which a command sets up inside.
    from django.db import InterfaceError, OperationalError  # noqa: PLC0415

    from motcua.kernel.errors import Unavailable  # noqa: PLC0415

    try:
        yield
    except (OSError, OperationalError, InterfaceError, Unavailable) as error:
        home.look_for_room()
        if isinstance(error, OperationalError | InterfaceError):
            raise _database_lost(error) from error
        raise


def _database_lost(error: Exception) -> Refused:
    reason = " ".join(str(error).split())[:200]
    return Refused(
        f"Cơ sở dữ liệu ngừng giữa chừng ({reason}); hãy chạy lại, việc dở được làm tiếp.",
        f"The database went away half-way ({reason}); start again, and the work goes on.",
    )
