"""Addresses of the processes of what an agency takes."""

from __future__ import annotations

from django.urls import path

from motcua.console.processes import views

_ONE = "processes/<str:procedure>/"

urlpatterns = [
    path("processes/", views.processes, name="processes"),
    path(_ONE, views.process, name="process"),
    path(f"{_ONE}process.svg", views.drawing, name="process-svg"),
    path(f"{_ONE}process.bpmn", views.exchange, name="process-bpmn"),
    path(f"{_ONE}move/<int:version>/", views.move, name="process-move"),
]
