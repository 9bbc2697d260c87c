from django.db import migrations

CREATE = """
CREATE VIRTUAL TABLE catalogue_search
USING fts5(title, other_title, authors, tokenize = 'unicode61 remove_diacritics 2')
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE catalogue_search")]
