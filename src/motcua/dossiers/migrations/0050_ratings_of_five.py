"""Drop the ratings of 1 to 5: one score cannot be told as six indices, and nothing reads it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0049_papers_by_post")]

    operations = [migrations.DeleteModel("Rating")]
