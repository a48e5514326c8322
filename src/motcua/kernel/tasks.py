"""Jobs of the kernel: checking files, and throwing away what is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from procrastinate import builtin_tasks
from procrastinate.contrib.django import app

from motcua.kernel import clock, files, idempotency, ratelimits
from motcua.kernel.enums import FileState
from motcua.kernel.jobs import PATIENT
from motcua.kernel.models import Blob

if TYPE_CHECKING:
    from procrastinate import JobContext

_KEYS_ARE_KEPT = timedelta(days=7)
_HOURS_JOBS_ARE_KEPT = 7 * 24
_LATE = timedelta(minutes=10)


@app.task(name=files.CHECK_JOB, queue="files", retry=PATIENT)
def check_content(sha256: str) -> None:
    """Have the antivirus look at content in quarantine."""
    files.check_content(sha256=sha256, now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="kernel.check_late", queue="files", queueing_lock="kernel.check_late")
def check_late(timestamp: int = 0) -> None:
    """Check again what is in quarantine for long, as after the antivirus was away for hours."""
    del timestamp
    late = Blob.objects.filter(
        state=FileState.RECEIVED, stored_at__lt=clock.now() - _LATE
    ).values_list("pk", flat=True)
    for sha256 in late[:1000]:
        files.check_content(sha256=sha256, now=clock.now())


@app.periodic(cron="7 * * * *")
@app.task(name="kernel.purge", queue="kernel", queueing_lock="kernel.purge")
def purge(timestamp: int = 0) -> None:
    """Throw away ended rate windows, old idempotency keys and content that no file names."""
    del timestamp
    now = clock.now()
    # Tries are counted by the machine's time, which a demo that has played days is ahead of.
    ratelimits.purge(now=clock.system_now())
    idempotency.purge(before=now - _KEYS_ARE_KEPT)
    files.sweep(now=now)
    hours = int(now.timestamp()) // 3600
    files.sweep_store(f"{hours % 256:02x}", now=now)


@app.periodic(cron="17 3 * * *")
@app.task(
    name="kernel.forget_jobs", queue="kernel", queueing_lock="kernel.forget_jobs", pass_context=True
)
async def forget_jobs(context: JobContext, timestamp: int = 0) -> None:
    """Forget jobs that were done a week ago; failed ones stay until somebody looks."""
    del timestamp
    await builtin_tasks.remove_old_jobs(
        context, max_hours=_HOURS_JOBS_ARE_KEPT, queue=None, remove_failed=False
    )
