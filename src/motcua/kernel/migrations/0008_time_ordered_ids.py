"""Let SQL make public ids that sort by time; PostgreSQL has a function for it from 18 on only.

The index of audit rows by subject goes: nothing asked by it, rows of a dossier are found by the
dossier, and each act wrote at a random place of the largest index of the log.
"""

from django.db import migrations, models

import motcua.kernel.ids

# A random UUID is of version 4 and of the right variant: its 4 becomes 7, and the milliseconds
# stand in its first 48 bits.
FORWARDS = """
CREATE FUNCTION kernel_time_ordered_id_v1(at timestamptz) RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid
$$
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_words_within")]
    operations = [
        migrations.RunSQL(FORWARDS, "DROP FUNCTION kernel_time_ordered_id_v1(timestamptz)"),
        migrations.AlterField(
            model_name="storedfile",
            name="public_id",
            field=models.UUIDField(
                default=motcua.kernel.ids.time_ordered_id, editable=False, unique=True
            ),
        ),
        migrations.RemoveIndex(model_name="auditrow", name="audit_of_subject"),
    ]
