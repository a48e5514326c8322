"""Addresses of feedback, help and satisfaction at the desk."""

from __future__ import annotations

from django.urls import path

from motcua.desk.voice.views import acting, feedback, helping, satisfaction

_FEEDBACK = "gop-y/<uuid:feedback_id>"
_HELP = "ho-tro/<uuid:request_id>"

urlpatterns = [
    path("gop-y", feedback.listed, name="feedback"),
    path(_FEEDBACK, feedback.one, name="feedback-one"),
    path(f"{_FEEDBACK}/tep/<uuid:file_id>", feedback.file, name="feedback-file"),
    path(f"{_FEEDBACK}/viec/<slug:act>", acting.act, name="feedback-act"),
    path("ho-tro", helping.listed, name="help"),
    path("ho-tro/moi", helping.new, name="help-new"),
    path(_HELP, helping.one, name="help-one"),
    path(f"{_HELP}/nhan", helping.take, name="help-take"),
    path(f"{_HELP}/xong", helping.finish, name="help-finish"),
    path(f"{_HELP}/ma", helping.send_code, name="help-code"),
    path(f"{_HELP}/mo", helping.open_by_code, name="help-open"),
    path(f"{_HELP}/ban-nhap/<int:key>", helping.draft, name="help-draft"),
    path("hai-long", satisfaction.shown, name="satisfaction"),
    path("hai-long/cham", satisfaction.mark, name="satisfaction-mark"),
    path("dossiers/<uuid:public_id>/ma-danh-gia", satisfaction.code, name="rating-code"),
]
