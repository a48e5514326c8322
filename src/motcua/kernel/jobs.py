"""Jobs: when a failed one is tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate import BaseRetryStrategy, RetryDecision

from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from procrastinate.jobs import Job

_MOST_TRIES = 10
_FIRST_WAIT = 5
_LONGEST_WAIT = 3600


class Patient(BaseRetryStrategy):
    """Tries ten times within some hours, waiting twice as long each time.

    A refusal that will not change (a `DomainError` below 500) is not tried again. Give a task
    `retry=PATIENT`.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to try again; None for never."""
        is_final = isinstance(exception, DomainError) and exception.status < 500
        if is_final or job.attempts + 1 >= _MOST_TRIES:
            return None
        wait = min(_FIRST_WAIT * 2**job.attempts, _LONGEST_WAIT)
        return RetryDecision(retry_in={"seconds": wait})


PATIENT = Patient()
