import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

REMEDIES = [
    ("order", "Ghi vào một khoản đang chờ thanh toán"),
    ("refund", "Hoàn cho người chuyển"),
    ("unclear", "Ghi sổ theo sao kê, thành tiền chưa rõ"),
    ("fee", "Ghi là phí ngân hàng"),
    ("gap", "Ghi chênh lệch, đòi hoặc trả ngân hàng"),
    ("explained", "Chỉ ghi lý do, không ghi sổ"),
    ("back", "Đã đòi lại: trừ vào tiền chưa rõ đã đến"),
    ("hand", "Đã đòi lại ngoài hệ thống, theo chứng từ"),
]


class Migration(migrations.Migration):
    dependencies = [("payments", "0015_reversals_wait")]

    operations = [
        migrations.AddField(
            model_name="settlement",
            name="reversal",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="payments.reversal",
            ),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="remedy",
            field=models.CharField(choices=REMEDIES, max_length=10),
        ),
        migrations.RemoveConstraint(model_name="settlement", name="settlement_is_of_one_thing"),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=Q(
                    of__isnull=False, difference__isnull=True, reversal__isnull=True, amount__gte=0
                )
                | Q(of__isnull=True, difference__isnull=False, reversal__isnull=True)
                | Q(
                    Q(of__isnull=True) | Q(remedy="back"),
                    difference__isnull=True,
                    reversal__isnull=False,
                    amount__gt=0,
                ),
                name="settlement_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                fields=["reversal"],
                condition=Q(state="asked"),
                name="one_proposal_for_a_reversal",
            ),
        ),
    ]
