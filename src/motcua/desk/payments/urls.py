"""Addresses of the accountants' pages."""

from __future__ import annotations

from django.urls import path

from motcua.desk.payments import (
    account_views,
    back_views,
    ledger_views,
    order_views,
    statement_views,
    twice_views,
    views,
)

urlpatterns = [
    path("", views.days, name="takings"),
    path("khoan", order_views.orders, name="orders"),
    path("khoan/<uuid:order_id>", order_views.order, name="order"),
    path("so-cai", ledger_views.ledger, name="ledger"),
    path("so-cai/<int:account>/<slug:month>", ledger_views.ledger_account, name="ledger-account"),
    path("thang/<str:agency>/<slug:month>", ledger_views.takings_month, name="takings-month"),
    path("sao-ke", statement_views.statements, name="statements"),
    path("sao-ke/tai-khoan", account_views.accounts, name="statement-accounts"),
    path("sao-ke/lay", statement_views.statements_fetch, name="statements-fetch"),
    path("sao-ke/tep/<uuid:file_id>", statement_views.statement_file, name="statement-file"),
    path("sao-ke/lech/<uuid:difference_id>", statement_views.difference, name="difference"),
    path(
        "sao-ke/lech/<uuid:difference_id>/ghi-nhan",
        statement_views.difference_take_in,
        name="difference-take-in",
    ),
    path(
        "sao-ke/lech/<uuid:difference_id>/quyet",
        statement_views.difference_decide,
        name="difference-decide",
    ),
    path(
        "sao-ke/ngay/<int:account>/<slug:day>",
        statement_views.statement_day,
        name="statement-day",
    ),
    path("chua-ro", views.unclear, name="unclear-money"),
    path("chua-ro/<path:key>/quyet", views.unclear_decide, name="unclear-decide"),
    path("chua-ro/<path:key>", views.unclear_one, name="unclear-one"),
    path("tien-tra", back_views.returns, name="money-back"),
    path("tien-tra/hoan/<int:refund_id>", back_views.refused, name="money-back-refused"),
    path("tien-tra/lay-lai/<int:reversal_id>", back_views.reversal, name="money-back-taken"),
    path("tien-tra/hai-lan/<int:reversal_id>", twice_views.twice, name="money-twice"),
    path("tien-tra/hai-lan/<int:reversal_id>/quyet", twice_views.decide, name="money-twice-decide"),
    path("tien-tra/<str:reference>", back_views.order, name="money-back-order"),
    path(
        "tien-tra/<str:reference>/<uuid:proposal_id>", back_views.decide, name="money-back-decide"
    ),
    path("<str:agency>/<slug:day>", views.day, name="takings-day"),
    path("<str:agency>/<slug:day>/ban-ghi.json", views.records, name="takings-records"),
    path("<str:agency>/<slug:day>/khoa-so", views.close, name="takings-close"),
]
