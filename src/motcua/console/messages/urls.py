"""Addresses of the wordings of messages."""

from __future__ import annotations

from django.urls import path

from motcua.console.messages import views

_ONE = "tin/<slug:occasion>/<slug:language>/<slug:medium>"

urlpatterns = [
    path("tin/", views.listed, name="wordings"),
    path(f"{_ONE}/", views.shown, name="wording"),
    path(f"{_ONE}/soan/", views.write, name="wording-write"),
    path(f"{_ONE}/cong-bo/", views.publish, name="wording-publish"),
    path(f"{_ONE}/rut/", views.withdraw, name="wording-withdraw"),
    path(f"{_ONE}/tro-lai/", views.go_back, name="wording-return"),
]
