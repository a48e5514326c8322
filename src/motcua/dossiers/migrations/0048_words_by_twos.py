"""Have dossiers found by two words of a name at once, and by one word within an agency.

What was kept before gets the pairs of its words here, as `kernel.search.vector_of` writes them.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

PAIRS = """
WITH words AS (
    SELECT id, string_to_array(search_text, ' ') AS w FROM dossiers_dossier WHERE search_text <> ''
), pairs AS (
    SELECT id, array_agg(least(w[i] COLLATE "C", w[j]) || '+' || greatest(w[i] COLLATE "C", w[j]))
        AS lexemes
    FROM words, generate_series(1, cardinality(w)) AS i, generate_series(i + 1, cardinality(w)) AS j
    WHERE cardinality(w) <= 10 OR j - i <= 2
    GROUP BY id
)
UPDATE dossiers_dossier d SET search = d.search || array_to_tsvector(p.lexemes)
FROM pairs p WHERE p.id = d.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_words_within"),
        ("dossiers", "0047_gists"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="dossier", name="dossier_search"),
        migrations.RunSQL(PAIRS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="dossier",
            index=GinIndex(fields=["agency", "search"], name="dossier_words"),
        ),
    ]
