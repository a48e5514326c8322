"""The rules a dossier is filed under: a version of a procedure, compiled once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.compiling import Condition, Scope, compile_condition
from motcua.procedures.base.fees import (
    CompiledFee,
    FeeLine,
    FeeOverride,
    compile_fee,
    fee_lines,
    open_fees,
)
from motcua.procedures.base.forms.answering import CompiledForm
from motcua.procedures.base.forms.questions import FilesQuestion, SignatureQuestion
from motcua.procedures.base.forms.spec import FormSpec, Page, scope_of
from motcua.procedures.base.papers import AskedPaper, paper_code, papers_of_form
from motcua.procedures.base.processes.flows import Flow, compile_flow, filled_in, scope_of_moves
from motcua.procedures.errors import ChannelClosed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.forms.parts import PlaceBook
    from motcua.procedures.base.forms.questions import When
    from motcua.procedures.base.packs import Fee, Limit, Pack, Paper, Variant
    from motcua.procedures.base.processes.spec import Process


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a dossier needs to know of its procedure, ready to use.

    `form` judges the applicant's answers, `official_form` what an official adds to the result,
    `step_forms` what is filled in at a step of the process; `flow` tells where the steps lead.
    """

    version_id: int
    pack: Pack
    form: CompiledForm
    official_form: CompiledForm
    flow: Flow
    step_forms: Mapping[str, CompiledForm]
    _variants: tuple[tuple[Variant, Condition | None], ...]
    _papers: Mapping[str, tuple[tuple[Paper, Condition | None], ...]]
    _limits: Mapping[str, tuple[tuple[Limit, Condition | None], ...]]
    _fees: Mapping[str, tuple[CompiledFee, ...]]
    _sent: tuple[tuple[str, Paper, bool], ...] = ()
    _signed: tuple[SignatureQuestion, ...] = ()

    @property
    def code(self) -> str:
        """The national code of the procedure."""
        return self.pack.code

    @property
    def process(self) -> Process:
        """The steps from receipt to return."""
        return self.pack.process

    def variant(self, answers: Mapping[str, Any], day: date) -> Variant:
        """Give the case that clean answers fall into: the first that holds, else the last."""
        for variant, when in self._variants:
            if when is None or when.holds(answers, day):
                return variant
        return self._variants[-1][0]

    def papers(self, answers: Mapping[str, Any], channel: str, day: date) -> tuple[AskedPaper, ...]:
        """Give the papers asked for, for clean answers, filed that way; at last what is sent."""
        listed = tuple(
            AskedPaper(paper, paper.needed == "required")
            for paper, when in self._papers[self.variant(answers, day).code]
            if (not paper.channels or channel in paper.channels)
            and (when is None or when.holds(answers, day))
        )
        return listed + self._asked_by_questions(answers, day) if self._sent else listed

    def _asked_by_questions(self, answers: Mapping[str, Any], day: date) -> tuple[AskedPaper, ...]:
        return tuple(
            AskedPaper(paper, is_required)
            for key, paper, is_required in self._sent
            if self.form.is_asked(key, answers, day)
        )

    def fee_keys(self, channel: str) -> frozenset[str]:
        """Give the questions that a fee of a channel hangs on."""
        return frozenset().union(*(fee.refs for fee in self._fees.get(channel, ())))

    @property
    def signs(self) -> bool:
        """Say whether the filer may have to sign anything."""
        return bool(self._signed)

    @property
    def signed_forms(self) -> frozenset[str]:
        """The codes of the papers under which the form itself comes in, signed."""
        return frozenset(paper_code(row.key) for row in self._signed if row.signs == "form")

    @property
    def sends_files(self) -> bool:
        """Say whether any question is answered by files or a signature."""
        return bool(self._sent)

    @property
    def sent_as_answers(self) -> dict[str, str]:
        """The questions that are answered by files: key by the code of their paper."""
        questions = self.form.questions
        return {
            paper.code: key
            for key, paper, _ in self._sent
            if isinstance(questions[key], FilesQuestion)
        }

    @property
    def every_paper(self) -> dict[str, Paper]:
        """Every paper there may be in a dossier, by code, what questions send among them."""
        listed = {paper.code: paper for _variant, paper in self.pack.papers()}
        return listed | {paper.code: paper for _key, paper, _ in self._sent}

    def to_sign(self, answers: Mapping[str, Any], day: date) -> dict[str, SignatureQuestion]:
        """Give what the filer must sign, by the code of the paper it is sent as."""
        return {
            paper_code(row.key) if row.signs == "form" else row.signs: row
            for row in self._signed
            if self.form.is_asked(row.key, answers, day)
        }

    def limit(self, channel: str, day: date, answers: Mapping[str, Any] | None = None) -> Limit:
        """Give the time limit on a day; raise `ChannelClosed` where the channel has none."""
        for limit, when in self._limits.get(channel, ()):
            if limit.holds_on(day) and (when is None or when.holds(answers or {}, day)):
                return limit
        raise ChannelClosed

    def open_fees(self, channel: str, day: date, answers: Mapping[str, Any]) -> tuple[Fee, ...]:
        """Give the fees of which nothing can be said before more is answered."""

        def awaited(key: str) -> bool:
            is_open = answers.get(key) in (None, "", [])
            return is_open and self.form.is_asked(key, answers, day)

        return open_fees(self._fees.get(channel, ()), answers, day, awaited)

    def fees(
        self,
        channel: str,
        day: date,
        answers: Mapping[str, Any] | None = None,
        *,
        quantity: int = 1,
        overrides: Sequence[FeeOverride] = (),
        papers: Collection[str] | None = None,
    ) -> tuple[FeeLine, ...]:
        """Give what is due, for clean answers, filed that way on a day.

        `papers` are the codes of those that come with it, which may prove an exemption; None where
        that is not known yet, and every proof is taken to come.
        """
        rows = self._fees.get(channel, ())
        return fee_lines(
            rows if papers is None else [row.with_papers(papers) for row in rows],
            answers or {},
            day,
            quantity=quantity,
            overrides=overrides,
            channel=channel,
        )


def compile_rules(pack: Pack, *, version_id: int = 0, places: PlaceBook | None = None) -> Rules:
    """Compile a pack; raise `ConditionInvalid` where a condition does not fit its form."""
    scope = scope_of(pack.form)
    return Rules(
        version_id=version_id,
        pack=pack,
        form=CompiledForm(pack.form, pack.lists, places),
        official_form=CompiledForm(_official(pack), pack.lists, places),
        flow=compile_flow(pack.process, scope_of_moves(pack)),
        step_forms={
            step.code: CompiledForm(filled_in((step,)), pack.lists, places)
            for step in pack.process.steps
            if step.form
        },
        _variants=tuple((row, _condition(row.when, scope)) for row in pack.variants),
        _papers={
            row.code: tuple((paper, _condition(paper.when, scope)) for paper in row.papers)
            for row in pack.variants
        },
        _limits={
            way.channel: tuple((limit, _condition(limit.when, scope)) for limit in way.limits)
            for way in pack.channels
        },
        _fees={
            way.channel: tuple(compile_fee(fee, scope, at) for at, fee in enumerate(way.fees))
            for way in pack.channels
        },
        _sent=tuple(papers_of_form(pack.form)),
        _signed=tuple(
            row for row in pack.form.every_question() if isinstance(row, SignatureQuestion)
        ),
    )


def _condition(when: When | None, scope: Scope) -> Condition | None:
    return None if when is None else compile_condition(when, scope)


def _official(pack: Pack) -> FormSpec:
    """Make a one-page form of what an official adds to the result."""
    page = Page(code="official", title=pack.result.title, questions=pack.result.questions)
    return FormSpec(title=pack.result.title, pages=(page,))
