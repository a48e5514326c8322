"""What a dossier must have before a step of its process: a draft, a paid fee, a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Result, StepDocument
from motcua.dossiers.queries.fee_debts import is_fee
from motcua.payments.enums import OrderState
from motcua.payments.queries import orders_of
from motcua.procedures.enums import MoveKind, Product

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.processes.flows import Shape
    from motcua.procedures.base.processes.spec import Step

_LACKING = {
    Product.SIGNATURE: _("Bước thay đứng sau bước ký, mà kết quả chưa được ký."),
    Product.DRAFT: _("Bước thay đứng sau bước dự thảo, mà kết quả chưa được dự thảo."),
    Product.DOCUMENT: _("Bước thay đứng sau bước lập văn bản, mà chưa có văn bản nào."),
    Product.FEE: _("Bước thay đứng sau bước thu phí, mà khoản phí chưa được nộp."),
}


def is_paid(dossier: Dossier) -> bool:
    """Say whether an obligation was asked for on the way and paid, and none is still open."""
    asked = [o for o in orders_of("dossier", dossier.pk) if not is_fee(dossier.pk, o.key)]
    states = {order.state for order in asked}
    return OrderState.PAID in states and OrderState.OPEN not in states


def passed_over(dossier: Dossier, shape: Shape, step: Step) -> str:
    """Say what a dossier lacks that every way to a step of a process would have given it."""
    for product, words in _LACKING.items():
        if _comes_after(shape, step, product) and not _has(dossier, product):
            return str(words)
    return ""


def _comes_after(shape: Shape, step: Step, product: Product) -> bool:
    if product is Product.SIGNATURE and product not in step.produces and shape.is_last(step.code):
        return True
    return step is not shape.first and not _is_free(shape, shape.first, step, product, frozenset())


def _is_free(shape: Shape, at: Step, target: Step, product: Product, above: frozenset[str]) -> bool:
    """Say whether a way leads from a step to another past none that gives a product.

    Of steps that begin side by side, all that lead there must be free: the other waits for them.
    """
    if product in at.produces or at.code in above:
        return False
    reach, seen = shape.reach, above | {at.code}
    for way in shape.out(at.code, MoveKind.FORWARD):
        branches = [to for to in way.to if to == target.code or target.code in reach[to]]
        if branches and all(
            to == target.code or _is_free(shape, shape.steps[to], target, product, seen)
            for to in branches
        ):
            return True
    return False


def _has(dossier: Dossier, product: Product) -> bool:
    if product is Product.FEE:
        return is_paid(dossier)
    if product is Product.DOCUMENT:
        return StepDocument.objects.filter(run__dossier=dossier).exists()
    results = Result.objects.filter(dossier=dossier)
    if product is Product.SIGNATURE:
        results = results.filter(signed_at__isnull=False)
    return results.exists()
