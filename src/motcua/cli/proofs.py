"""`motcua procedures prove`: a machine takes procedures from filing to result, leaving nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.progress import line, step
from motcua.cli.speech import Refused, counted, language, refusals, say
from motcua.cli.usage import OneSentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from motcua.proving.base.outcomes import Kind
    from motcua.proving.models import Proof

Work = tuple[str, str]  # procedure, agency
_AT_ONCE = 20
_PATIENCE = 120.0
_INTERRUPTED = 130


@dataclass(slots=True)
class _Run:
    """What a run came to: what it proved, how many had been proved, and whether it was ended."""

    total: int
    before: int
    proofs: list[tuple[str, str, Proof]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    is_ended: bool = False

    @property
    def seconds(self) -> float:
        """How long it took so far."""
        return time.monotonic() - self.began

    @property
    def failed(self) -> int:
        """How many do not hold."""
        return sum(not proof.holds for _code, _agency, proof in self.proofs)

    @property
    def left(self) -> int:
        """How many it did not come to."""
        return self.total - self.before - len(self.proofs)

    def kinds(self) -> list[Kind]:
        """Sort what failed, the most frequent first."""
        from motcua.proving.base.outcomes import kinds_of  # noqa: PLC0415 - needs Django

        return kinds_of((code, proof.failures) for code, _agency, proof in self.proofs)


@click.command("prove", cls=OneSentence)
@click.argument("codes", nargs=-1)
@click.option(
    "--agency", default="", help="Chỉ ở cơ quan có mã này · Only at the agency with this code."
)
@click.option(
    "--again",
    "is_again",
    is_flag=True,
    help="Cả những thủ tục đã đạt · Also what was proved before.",
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def prove_command(*, codes: tuple[str, ...], agency: str, is_again: bool, as_json: bool) -> None:
    """Chứng minh thủ tục làm được thật · Prove that procedures really work.

    Máy đóng vai công dân và cán bộ, nộp hồ sơ theo mọi nhánh của tờ khai, giải quyết đến khi có kết
    quả, thử cả những câu trả lời sai; không để lại gì. Không nêu mã thì làm với mọi thủ tục chưa
    đạt, nên bị ngắt giữa chừng thì chạy lại là làm tiếp. Mã thoát 1 khi có thủ tục không đạt · A
    machine plays citizen and officials, files down every branch of the form, settles up to the
    result, tries wrong answers too, and leaves nothing behind. Unless codes are given, every
    procedure that was not proved yet; so when interrupted, run it again to go on. Exit code 1
    where one fails.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        run = _prove(codes, agency, is_again=is_again, is_silent=as_json)
    if as_json:
        click.echo(orjson.dumps(_document(run), option=orjson.OPT_INDENT_2))
    else:
        _sum_up(run)
    if run.is_ended or run.failed:
        click.get_current_context().exit(_INTERRUPTED if run.is_ended else 1)


def _prove(codes: Sequence[str], agency: str, *, is_again: bool, is_silent: bool) -> _Run:
    """Prove one after the other; what an interruption leaves is told, not raised."""
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.proving.queries import proved_of, to_prove  # noqa: PLC0415 - the same

    now = clock.now()
    work = list(to_prove(codes, agency, clock.civil_date(now)))
    if not work:
        raise Refused("Không có gì để chứng minh.", "There is nothing to prove.")
    is_new = bool(codes) or is_again
    done = set() if is_new else proved_of(work, clock.civil_date(now))
    run = _Run(len(work), len(done))
    each = _each([one for one in work if one not in done], now if is_new else None, run)
    try:
        if is_silent:
            run.proofs.extend(each)
        else:
            _tell_each(each, run)
    except KeyboardInterrupt:
        run.is_ended = True
    return run


def _each(work: list[Work], since: datetime | None, run: _Run) -> Iterator[tuple[str, str, Proof]]:
    """Yield proofs, some in each transaction; what another run proved meanwhile is only counted."""
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.kernel.actors import SYSTEM  # noqa: PLC0415 - the same
    from motcua.proving.actions import prove_some  # noqa: PLC0415 - the same
    from motcua.proving.errors import NotToBeProved, TrialRunning  # noqa: PLC0415 - the same

    while work:
        try:
            proved = prove_some(
                actor=SYSTEM,
                work=work[:_AT_ONCE],
                now=clock.now(),
                since=since,
                patience=_PATIENCE,
            )
        except NotToBeProved as error:
            code = error.details["procedure"]
            raise Refused(
                f"Thủ tục {code} chưa được công bố hoặc cơ quan chưa mở: không có gì để thử.",
                f"Procedure {code} is not published or not open there: there is nothing to prove.",
            ) from error
        except TrialRunning as error:
            raise Refused(
                "Đang có lần chạy thử khác. Hãy đợi nó xong rồi chạy lại.",
                "Another trial is running. Wait until it ends, then try again.",
            ) from error
        work = [one for one in work if one not in proved]
        for (code, agency), proof in proved.items():
            if proof is None:
                run.before += 1
            else:
                yield code, agency, proof


def _tell_each(each: Iterator[tuple[str, str, Proof]], run: _Run) -> None:
    with step("Chứng minh thủ tục", "Proving procedures") as shown:
        for code, agency, proof in each:
            run.proofs.append((code, agency, proof))
            for text in _words(f"{code} {agency}".strip(), proof):
                shown.tell(text)
            shown.note(_so_far(run))


def _so_far(run: _Run) -> str:
    minutes = run.left * run.seconds / len(run.proofs) / 60
    done = run.total - run.left
    failed = counted(run.failed, "không đạt", "fails", "fail")
    return say(
        f"{done}/{run.total}, {failed}, còn khoảng {minutes:.0f} phút",
        f"{done}/{run.total}, {failed}, about {counted(round(minutes), '', 'minute')} left",
    )


def _words(where: str, proof: Proof) -> Iterator[str]:
    if proof.holds:
        yield f"  ✓ {where}: {_counts(proof.tried)}"
        return
    yield f"  ✗ {where}"
    for failure in proof.failures:
        yield f"      {failure['where']}: {failure[language()]}"


def _counts(tried: dict[str, int]) -> str:
    filed, refused, results = (tried.get(kind, 0) for kind in ("filed", "refused", "result"))
    told = [
        counted(filed, "hồ sơ", "filed", "filed"),
        counted(results, "kết quả", "result"),
        counted(refused, "lần thử sai bị từ chối", "wrong one refused", "wrong ones refused"),
    ]
    return ", ".join(told)


def _sum_up(run: _Run) -> None:
    for kind in run.kinds():
        number = counted(len(kind.procedures), "thủ tục", "procedure")
        first, said = kind.procedures[0], kind.failure[language()]
        line(say(f"  {number}, như {first}: {said}", f"  {number}, such as {first}: {said}"))
    good = len(run.proofs) - run.failed
    told = [
        counted(good, "đạt", "holds", "hold"),
        counted(run.failed, "không đạt", "fails", "fail"),
    ]
    line(f"{', '.join(told)}.")
    if run.before:
        before = counted(
            run.before,
            "đã đạt từ trước; --again để chứng minh lại.",
            "had been proved before; --again proves it again.",
            "had been proved before; --again proves them again.",
        )
        line(before)
    if run.is_ended:
        line(
            say(
                f"Đã dừng, còn {run.left} thủ tục; chạy lại để làm tiếp.",
                f"Ended with {run.left} left; run it again to go on.",
            )
        )


def _document(run: _Run) -> dict[str, object]:
    return {
        "proved": len(run.proofs) - run.failed,
        "failed": run.failed,
        "before": run.before,
        "left": run.left,
        "seconds": round(run.seconds, 1),
        "kinds": [
            {**kind.failure, "number": len(kind.procedures), "procedures": kind.procedures}
            for kind in run.kinds()
        ],
        "proofs": [
            {
                "procedure": code,
                "agency": agency,
                "version": proof.version_id,
                "proved_at": proof.proved_at,
                "holds": proof.holds,
                "tried": proof.tried,
                "failures": proof.failures,
            }
            for code, agency, proof in run.proofs
        ],
    }
