"""Addresses of the demo, on both hosts."""

from __future__ import annotations

from django.urls import path

from motcua.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.stage, name="stage"),
    path("sign-in/<slug:part>", views.sign_in, name="sign-in"),
    path("day", views.one_more_day, name="day"),
    path("scenes/<slug:scene>", views.scene, name="scene"),
]
