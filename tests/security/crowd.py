"""Twenty who do the same thing at one moment, each over a connection of his own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from motcua.kernel.errors import DomainError
from motcua.kernel.models import AuditRow
from motcua.kernel.problems import anticipated
from tests.drilling import tried

AT_ONCE = 20


def at_once(do, count=AT_ONCE):
    """Call `do` with 0 to 19 at one moment, each over its own connection; give what came.

    What is refused by a rule, or told to come back, comes as the refusal; everything else that is
    raised is a fault.
    """
    start = threading.Barrier(count)
    tried(count)

    def run(number):
        try:
            start.wait(timeout=120)
            return do(number)
        except Exception as error:
            refusal = anticipated(error)
            if refusal is None:
                raise
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def done(came):
    """Give what was not refused."""
    return [one for one in came if not isinstance(one, DomainError)]


def refused(came):
    """Give the codes of the refusals."""
    return {one.code for one in came if isinstance(one, DomainError)}


def recorded(action):
    """Count the rows of an act in the audit log."""
    return AuditRow.objects.filter(action=action).count()
