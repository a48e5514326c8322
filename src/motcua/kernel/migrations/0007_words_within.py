"""Take a third contrib extension: btree_gin, for words sought within an agency."""

from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_seal_file_names")]
    operations = [BtreeGinExtension()]
