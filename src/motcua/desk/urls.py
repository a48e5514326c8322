"""Addresses of the officials' pages, by folder."""

from __future__ import annotations

from django.urls import include, path

app_name = "desk"

urlpatterns = [
    path("", include("motcua.desk.queues.urls")),
    path("dossiers/", include("motcua.desk.dossiers.urls")),
    path("dossiers/", include("motcua.desk.outside.urls")),
    path("", include("motcua.desk.documents.urls")),
    path("nhieu-ho-so/", include("motcua.desk.bulk.urls")),
    path("", include("motcua.desk.keeping.urls")),
    path("vang-mat/", include("motcua.desk.absences.urls")),
    path("leading/", include("motcua.desk.leading.urls")),
    path("so-theo-doi/", include("motcua.desk.register.urls")),
    path("notices/", include("motcua.desk.notices.urls")),
    path("outages/", include("motcua.desk.outages.urls")),
    path("counter/", include("motcua.desk.counter.urls")),
    path("buu-chinh/", include("motcua.desk.deliveries.urls")),
    path("thu-phi/", include("motcua.desk.payments.urls")),
    path("ngan-tien/", include("motcua.desk.tills.urls")),
    path("bien-lai/", include("motcua.desk.receipts.urls")),
    path("dia-danh/", include("motcua.desk.places.urls")),
    path("audit/", include("motcua.desk.audit.urls")),
    path("huong-dan/", include("motcua.desk.guide.urls")),
    path("", include("motcua.desk.voice.urls")),
]
