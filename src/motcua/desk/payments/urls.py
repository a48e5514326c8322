"""Addresses of the accountants' pages."""

from __future__ import annotations

from django.urls import path

from motcua.desk.payments import views

urlpatterns = [
    path("", views.days, name="takings"),
    path("chua-ro", views.unclear, name="unclear-money"),
    path("chua-ro/<str:key>", views.unclear_one, name="unclear-one"),
    path("chua-ro/<str:key>/quyet", views.unclear_decide, name="unclear-decide"),
    path("<str:agency>/<slug:day>", views.day, name="takings-day"),
    path("<str:agency>/<slug:day>/khoa-so", views.close, name="takings-close"),
]
