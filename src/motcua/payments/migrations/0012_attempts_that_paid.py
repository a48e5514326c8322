"""Which try with a wallet moved money, and a word for differences that ended."""

from django.db import migrations, models

# Until now an order that a wallet paid counted against each wallet that was asked.
_PAID_BEFORE = """
UPDATE payments_attempt SET paid_at = payments_order.paid_at FROM payments_order
WHERE payments_attempt.order_id = payments_order.id AND payments_attempt.provider = 'wallet'
    AND payments_order.paid_by = 'wallet' AND payments_attempt.refusal = ''
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0011_money_gone_twice")]

    operations = [
        migrations.AddField("attempt", "paid_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "difference",
            "state",
            models.CharField(
                choices=[("open", "Chưa xử lý"), ("gone", "Hết lệch"), ("settled", "Đã xử lý")],
                default="open",
                max_length=10,
            ),
        ),
        migrations.RunSQL(_PAID_BEFORE, migrations.RunSQL.noop),
    ]
