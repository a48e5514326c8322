"""Addresses of the accountants' pages."""

from __future__ import annotations

from django.urls import path

from motcua.desk.payments import back_views, views

urlpatterns = [
    path("", views.days, name="takings"),
    path("chua-ro", views.unclear, name="unclear-money"),
    path("chua-ro/<str:key>", views.unclear_one, name="unclear-one"),
    path("chua-ro/<str:key>/quyet", views.unclear_decide, name="unclear-decide"),
    path("tien-tra", back_views.returns, name="money-back"),
    path("tien-tra/hoan/<int:number>", back_views.refused, name="money-back-refused"),
    path("tien-tra/lay-lai/<int:number>", back_views.reversal, name="money-back-taken"),
    path("tien-tra/<str:reference>", back_views.order, name="money-back-order"),
    path("tien-tra/<str:reference>/<uuid:number>", back_views.decide, name="money-back-decide"),
    path("<str:agency>/<slug:day>", views.day, name="takings-day"),
    path("<str:agency>/<slug:day>/khoa-so", views.close, name="takings-close"),
]
