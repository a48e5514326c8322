"""The desk's addresses in these tests: the same, and one page of its own."""

from __future__ import annotations

from django.urls import path

from tests.identity import addresses

urlpatterns = [*addresses.urlpatterns, path("queue", addresses.who)]
