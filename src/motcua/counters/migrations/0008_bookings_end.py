"""Say until when a booked time lasts, so that nobody books two that overlap."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

# What overlaps already ends where the next one begins.
_ENDS = """
UPDATE counters_booking AS own SET ends_at = found.ends_at FROM (
  SELECT id, LEAST(
    starts_at + make_interval(mins => COALESCE((
      SELECT plan.minutes FROM counters_bookingplan plan
      WHERE plan.kind_id = booking.kind_id
        AND plan.valid_from <= (booking.starts_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
      ORDER BY plan.valid_from DESC LIMIT 1
    ), 15)),
    LEAD(starts_at) OVER (PARTITION BY account_id, state ORDER BY starts_at)
  ) AS ends_at FROM counters_booking booking
) AS found WHERE found.id = own.id AND own.state = 'booked';
UPDATE counters_booking SET ends_at = starts_at + interval '15 minutes' WHERE ends_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("counters", "0007_bookings")]

    operations = [
        migrations.AddField("booking", "ends_at", models.DateTimeField(null=True)),
        migrations.RunSQL(_ENDS, migrations.RunSQL.noop),
        migrations.AlterField("booking", "ends_at", models.DateTimeField()),
        migrations.RemoveConstraint("booking", "one_booking_at_a_time"),
        migrations.AddConstraint(
            "booking",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="one_booking_at_a_time",
                expressions=[
                    (models.F("account"), "="),
                    (
                        models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                condition=models.Q(("state", "booked")),
            ),
        ),
    ]
