"""Whether a translation is behind its original is kept by the database."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from coe_hub.publishing.models.behind import ALL_ANEW


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0008_surveys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="blocktranslation",
            name="is_behind",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="blocktranslation",
            index=models.Index(
                condition=models.Q(("is_behind", True)), fields=["content"], name="block_translation_behind"
            ),
        ),
        migrations.AddIndex(
            model_name="blocktranslation",
            index=models.Index(fields=["content", "-translated_at"], name="block_translation_last"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="blocktranslation",
            trigger=pgtrigger.compiler.Trigger(
                name="behind_when_written",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.is_behind := EXISTS (\n    SELECT FROM publishing_block AS block JOIN publishing_version AS edition ON edition.id = block.version_id\n    WHERE edition.content_id = NEW.content_id AND edition.state = 'published'\n        AND block.key = NEW.key AND block.text_hash <> NEW.source_hash\n); RETURN NEW;",
                    hash="e90bc1418a4cc929cd52b0bd658ff0c5c7ccb0c4",
                    operation='INSERT OR UPDATE OF "content_id", "key", "source_hash"',
                    pgid="pgtrigger_behind_when_written_4c208",
                    table="publishing_blocktranslation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="behind_when_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nUPDATE publishing_blocktranslation AS one SET is_behind = NOT is_behind\nWHERE is_behind <> EXISTS (\n    SELECT FROM publishing_block AS block JOIN publishing_version AS edition ON edition.id = block.version_id\n    WHERE edition.content_id = one.content_id AND edition.state = 'published'\n        AND block.key = one.key AND block.text_hash <> one.source_hash\n)\n AND content_id = COALESCE(NEW.content_id, OLD.content_id); RETURN NULL;",
                    hash="1e7c090d8dbb71e4cedb73c200b9931507f8385f",
                    operation='UPDATE OF "state" OR DELETE',
                    pgid="pgtrigger_behind_when_published_1fb03",
                    table="publishing_version",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(ALL_ANEW, migrations.RunSQL.noop),
    ]
