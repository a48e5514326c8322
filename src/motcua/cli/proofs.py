"""`motcua procedures prove`: a machine takes procedures from filing to result, leaving nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.progress import line, step
from motcua.cli.speech import Refused, language, refusals, say
from motcua.cli.usage import OneSentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from motcua.proving.models import Proof

Proved = tuple[str, str, "Proof"]  # procedure, agency, proof


@click.command("prove", cls=OneSentence)
@click.argument("codes", nargs=-1)
@click.option(
    "--agency", default="", help="Chỉ ở cơ quan có mã này · Only at the agency with this code."
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def prove_command(*, codes: tuple[str, ...], agency: str, as_json: bool) -> None:
    """Chứng minh thủ tục làm được thật · Prove that procedures really work.

    Máy đóng vai công dân và cán bộ, nộp hồ sơ theo mọi nhánh của tờ khai, giải quyết đến khi có kết
    quả, thử cả những câu trả lời sai; không để lại gì. Không nêu mã thì làm với mọi thủ tục. Mã
    thoát 1 khi có thủ tục không đạt · A machine plays citizen and officials, files down every
    branch of the form, settles up to the result, tries wrong answers too, and leaves nothing
    behind. Every procedure unless codes are given. Exit code 1 where one fails.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        proved = list(_proved(codes, agency, is_silent=as_json))
    if not proved:
        raise Refused("Không có gì để chứng minh.", "There is nothing to prove.")
    if as_json:
        click.echo(orjson.dumps(_document(proved), option=orjson.OPT_INDENT_2))
    else:
        _tell(proved)
    if not all(proof.holds for _code, _agency, proof in proved):
        click.get_current_context().exit(1)


def _proved(codes: Sequence[str], agency: str, *, is_silent: bool) -> Iterator[Proved]:
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.proving.queries import to_prove  # noqa: PLC0415 - the same

    now = clock.now()
    work = list(to_prove(codes, agency, clock.civil_date(now)))
    if is_silent:
        yield from _each(work)
        return
    with step("Chứng minh thủ tục", "Proving procedures") as shown:
        for number, proved in enumerate(_each(work), 1):
            shown.note(f"{number}/{len(work)}")
            yield proved


def _each(work: Sequence[tuple[str, str]]) -> Iterator[Proved]:
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.kernel.actors import SYSTEM  # noqa: PLC0415 - the same
    from motcua.proving.actions import prove  # noqa: PLC0415 - the same
    from motcua.proving.errors import NotToBeProved, TrialRunning  # noqa: PLC0415 - the same

    for code, agency in work:
        try:
            proof = prove(actor=SYSTEM, code=code, agency_code=agency, now=clock.now())
        except NotToBeProved as error:
            raise Refused(
                f"Thủ tục {code} chưa được công bố, nên chưa có gì để chứng minh.",
                f"Procedure {code} is not published: there is nothing to prove.",
            ) from error
        except TrialRunning as error:
            raise Refused(
                "Đang có lần chạy thử khác. Hãy đợi nó xong rồi chạy lại.",
                "Another trial is running. Wait until it ends, then try again.",
            ) from error
        yield code, agency, proof


def _document(proved: Sequence[Proved]) -> dict[str, object]:
    return {
        "proved": sum(proof.holds for _code, _agency, proof in proved),
        "failed": sum(not proof.holds for _code, _agency, proof in proved),
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
            for code, agency, proof in proved
        ],
    }


def _tell(proved: Sequence[Proved]) -> None:
    for code, agency, proof in proved:
        where = f"{code} {agency}".strip()
        if proof.holds:
            line(f"  ✓ {where}: {_counts(proof.tried)}")
        else:
            line(f"  ✗ {where}")
            for failure in proof.failures:
                line(f"      {failure['where']}: {failure[language()]}")
    good = sum(proof.holds for _code, _agency, proof in proved)
    bad = len(proved) - good
    line(say(f"{good} đạt, {bad} không đạt.", f"{good} hold, {bad} fail."))


def _counts(tried: dict[str, int]) -> str:
    filed, refused, results = (tried.get(kind, 0) for kind in ("filed", "refused", "result"))
    return say(
        f"{filed} hồ sơ, {results} kết quả, {refused} lần thử sai bị từ chối",
        f"{filed} filed, {results} results, {refused} wrong ones refused",
    )
