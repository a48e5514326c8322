"""Addresses of what officials keep, and of what other agencies ask."""

from __future__ import annotations

from django.urls import path

from motcua.desk.keeping.views import asked, first_days, lists, phrases, rules

urlpatterns = [
    path("cau-mau/", phrases.phrases, name="phrases"),
    path("cau-mau/<uuid:phrase_id>", phrases.phrase, name="phrase"),
    path("cau-mau/<uuid:phrase_id>/bo", phrases.remove, name="phrase-remove"),
    path("danh-sach/luu", lists.save, name="view-save"),
    path("danh-sach/", lists.views, name="views"),
    path("danh-sach/<uuid:view_id>/len", lists.up, name="view-up"),
    path("danh-sach/<uuid:view_id>/bo", lists.delete, name="view-delete"),
    path("hai-nguoi/", rules.rules, name="two-people"),
    path("hai-nguoi/<uuid:rule_id>/ket-thuc", rules.end, name="two-people-end"),
    path("duoc-hoi/", asked.asked, name="asked"),
    path("duoc-hoi/<uuid:opinion_id>", asked.answer, name="asked-answer"),
    path("ngay-dau/", first_days.first_day, name="first-day"),
    path("ngay-dau/danh-dau", first_days.tick, name="first-day-tick"),
]
