"""Addresses of rating, feedback and help."""

from __future__ import annotations

from django.urls import path

from motcua.portal.voice.views import feedback, helping, rating

urlpatterns = [
    path("danh-gia", rating.asked, name="rating"),
    path("danh-gia/da-gui", rating.sent, name="rating-sent"),
    path("danh-gia/phieu", rating.sheet, name="rating-sheet"),
    path("danh-gia/cam-on", rating.thanks, name="rating-thanks"),
    path("danh-gia/l/<str:token>", rating.by_link, name="rating-link"),
    path("dossiers/<uuid:dossier_id>/danh-gia", rating.of_dossier, name="dossier-rating"),
    path("gop-y", feedback.front, name="feedback"),
    path("gop-y/gui", feedback.give, name="feedback-give"),
    path("gop-y/khieu-nai", feedback.complaint, name="feedback-complaint"),
    path("gop-y/da-nhan/<uuid:receipt_id>", feedback.received, name="feedback-received"),
    path("gop-y/tra-cuu", feedback.follow, name="feedback-follow"),
    path("gop-y/rut", feedback.withdraw, name="feedback-withdraw"),
    path("gop-y/xem-lai", feedback.reopen, name="feedback-reopen"),
    path("gop-y/hoi-dap", feedback.answers, name="feedback-answers"),
    path("gop-y/hoi-dap/<uuid:publication_id>", feedback.answer, name="feedback-answer"),
    path("gop-y/cua-toi", feedback.mine, name="feedback-mine"),
    path("tro-giup/huong-dan", helping.guide, name="guidance"),
    path("tro-giup/hoi", helping.ask, name="help-ask"),
    path("tro-giup/da-nhan", helping.asked, name="help-asked"),
    path("tro-giup/ai-da-xem", helping.looks, name="help-looks"),
    path("tro-giup/ai-da-xem/dung", helping.end, name="help-looks-end"),
]
