"""Jobs: when a failed one is tried again, and how the worker itself defers further ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate import BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.contrib.django.utils import connector_params

from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from procrastinate.connector import BaseConnector
    from procrastinate.contrib.django.django_connector import DjangoConnector
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


class WorkerConnector(PsycopgConnector):
    """The worker's own connections, for taking jobs and noting how they ended.

    What handlers of events and jobs defer goes over Django's connection into their transaction, as
    everywhere else: over one of these it would begin before what it is about has been committed.
    """

    def __init__(self, of: DjangoConnector) -> None:
        super().__init__(kwargs=connector_params(of.alias))
        self._of = of

    def get_sync_connector(self) -> BaseConnector:
        return self._of
