"""Keep the cache and the rate limits in tables that write no log: a crash may empty them."""

from django.db import migrations

FORWARDS = """
ALTER TABLE kernel_ratewindow SET UNLOGGED;
ALTER TABLE kernel_ratewindow SET (fillfactor = 50);
CREATE UNLOGGED TABLE kernel_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""
BACKWARDS = """
DROP TABLE kernel_cache;
ALTER TABLE kernel_ratewindow SET LOGGED;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_tables")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
