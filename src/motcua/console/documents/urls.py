"""Addresses of templates of documents."""

from __future__ import annotations

from django.urls import path

from motcua.console.documents import views

_ONE = "mau-van-ban/<uuid:template>/"

urlpatterns = [
    path("mau-van-ban/", views.templates, name="document-templates"),
    path("mau-van-ban/them/", views.bring, name="document-template-bring"),
    path("mau-van-ban/co-san/<slug:shipped>.docx", views.shipped_file, name="document-shipped"),
    path("mau-van-ban/<slug:kept>/thu/", views.try_out, name="document-template-try"),
    path(f"{_ONE}tep.docx", views.own_file, name="document-template-file"),
    path(f"{_ONE}ket-thuc/", views.end, name="document-template-end"),
]
