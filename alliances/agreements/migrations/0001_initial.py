"""Agreements, their parties and endings, and programmes."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coe_hub.lib.records
import coe_hub.lib.sql
import coe_hub.lib.text
from alliances.agreements.terms import FUNCTIONS


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alliances", "0008_folder"),
        ("attachments", "0001_initial"),
        ("people", "0006_finding"),
        ("vocabulary", "0003_agreement_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=coe_hub.lib.records.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived")),
                (
                    "title",
                    models.CharField(
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="title",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        help_text="Its number in another system, such as the contract archive.",
                        max_length=80,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="reference",
                    ),
                ),
                (
                    "changes",
                    models.CharField(
                        blank=True,
                        help_text="In one line, such as: moves the option deadline to 30 June.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="what it changes",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed")),
                (
                    "effective_on",
                    models.DateField(
                        blank=True,
                        help_text="Left empty, it is in force from the day it was signed.",
                        null=True,
                        verbose_name="effective",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day in force, as first agreed.",
                        null=True,
                        verbose_name="expires",
                    ),
                ),
                (
                    "renewal",
                    models.CharField(
                        choices=[
                            ("none", "It ends"),
                            ("automatic", "It renews itself unless notice is given"),
                            ("by_agreement", "It is renewed if both sides agree"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="at the end",
                    ),
                ),
                (
                    "renewal_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(240),
                        ],
                        verbose_name="renewed by months",
                    ),
                ),
                (
                    "notice_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Before the end of the term.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="notice in months",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Where the agreement counts in days; beside months, both are added.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="notice in days",
                    ),
                ),
                (
                    "governing_law",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="governing law",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=coe_hub.lib.sql.Fold(
                            django.db.models.functions.text.Concat(
                                models.F("title"),
                                models.Value(" "),
                                models.F("reference"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                models.F("title"),
                                models.Value(" "),
                                models.F("reference"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            ),
                            django.db.models.functions.text.Concat(
                                models.F("changes"),
                                models.Value(" "),
                                models.F("governing_law"),
                                models.Value(" "),
                                models.F("note"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            ),
                            function="hub_words",
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="alliances.alliance"
                    ),
                ),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="agreements.agreement",
                        verbose_name="amends",
                    ),
                ),
                (
                    "folder",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="attachments.folder",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabulary.agreementkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Is told before the day of notice and before the end. Without a name here, the lead is.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="looked after by",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="agreements.agreement",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="people.scope",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Partner side")], max_length=6, verbose_name="side"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="agreements.agreement"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_parts",
                        to="people.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementPartyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Partner side")], max_length=6, verbose_name="side"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agreements.agreementparty",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("notice", "Notice of non-renewal"), ("termination", "Termination")],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="given on")),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Partner side"), ("both", "Both, by agreement")],
                        max_length=6,
                        verbose_name="declared by",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="reason",
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="last day in force")),
                (
                    "survival",
                    models.TextField(
                        blank=True,
                        help_text="Duties that outlive the agreement, such as confidentiality for five years or royalties.",
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="what survives",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken back")),
                (
                    "void_reason",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="why it is taken back",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="endings", to="agreements.agreement"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EndingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("notice", "Notice of non-renewal"), ("termination", "Termination")],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="given on")),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Partner side"), ("both", "Both, by agreement")],
                        max_length=6,
                        verbose_name="declared by",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="reason",
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="last day in force")),
                (
                    "survival",
                    models.TextField(
                        blank=True,
                        help_text="Duties that outlive the agreement, such as confidentiality for five years or royalties.",
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="what survives",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken back")),
                (
                    "void_reason",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="why it is taken back",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agreements.ending",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=coe_hub.lib.records.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived")),
                (
                    "name",
                    models.CharField(
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="name",
                    ),
                ),
                (
                    "asset",
                    models.CharField(
                        blank=True,
                        help_text="The compound, product or platform, such as a code or an INN.",
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="asset",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("discovery", "Discovery"),
                            ("preclinical", "Preclinical"),
                            ("phase_1", "Phase 1"),
                            ("phase_2", "Phase 2"),
                            ("phase_3", "Phase 3"),
                            ("filed", "Filed"),
                            ("marketed", "On the market"),
                            ("stopped", "Stopped"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="phase",
                    ),
                ),
                (
                    "territory",
                    models.CharField(
                        blank=True,
                        help_text="Such as Japan and Asia.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="territory",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True, expression=coe_hub.lib.sql.SortKey("name"), output_field=models.TextField()
                    ),
                ),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=coe_hub.lib.sql.Fold(
                            django.db.models.functions.text.Concat(
                                models.F("name"),
                                models.Value(" "),
                                models.F("asset"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                models.F("name"),
                                models.Value(" "),
                                models.F("asset"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            ),
                            django.db.models.functions.text.Concat(
                                models.F("territory"),
                                models.Value(" "),
                                models.F("note"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            ),
                            function="hub_words",
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="programmes", to="alliances.alliance"
                    ),
                ),
                (
                    "folder",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="attachments.folder",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="people.scope",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(default=coe_hub.lib.records.new_public_id, editable=False, max_length=12),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived")),
                (
                    "title",
                    models.CharField(
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="title",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        help_text="Its number in another system, such as the contract archive.",
                        max_length=80,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="reference",
                    ),
                ),
                (
                    "changes",
                    models.CharField(
                        blank=True,
                        help_text="In one line, such as: moves the option deadline to 30 June.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="what it changes",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed")),
                (
                    "effective_on",
                    models.DateField(
                        blank=True,
                        help_text="Left empty, it is in force from the day it was signed.",
                        null=True,
                        verbose_name="effective",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day in force, as first agreed.",
                        null=True,
                        verbose_name="expires",
                    ),
                ),
                (
                    "renewal",
                    models.CharField(
                        choices=[
                            ("none", "It ends"),
                            ("automatic", "It renews itself unless notice is given"),
                            ("by_agreement", "It is renewed if both sides agree"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="at the end",
                    ),
                ),
                (
                    "renewal_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(240),
                        ],
                        verbose_name="renewed by months",
                    ),
                ),
                (
                    "notice_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Before the end of the term.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="notice in months",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Where the agreement counts in days; beside months, both are added.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="notice in days",
                    ),
                ),
                (
                    "governing_law",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="governing law",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="alliances.alliance",
                    ),
                ),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                        verbose_name="amends",
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="attachments.folder",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="vocabulary.agreementkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Is told before the day of notice and before the end. Without a name here, the lead is.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="looked after by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.scope",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="agreements.programme",
                verbose_name="programme",
            ),
        ),
        migrations.CreateModel(
            name="ProgrammeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(default=coe_hub.lib.records.new_public_id, editable=False, max_length=12),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived")),
                (
                    "name",
                    models.CharField(
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="name",
                    ),
                ),
                (
                    "asset",
                    models.CharField(
                        blank=True,
                        help_text="The compound, product or platform, such as a code or an INN.",
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="asset",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("discovery", "Discovery"),
                            ("preclinical", "Preclinical"),
                            ("phase_1", "Phase 1"),
                            ("phase_2", "Phase 2"),
                            ("phase_3", "Phase 3"),
                            ("filed", "Filed"),
                            ("marketed", "On the market"),
                            ("stopped", "Stopped"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="phase",
                    ),
                ),
                (
                    "territory",
                    models.CharField(
                        blank=True,
                        help_text="Such as Japan and Asia.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="territory",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="alliances.alliance",
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="attachments.folder",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agreements.programme",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.scope",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.UniqueConstraint(fields=("agreement", "organisation"), name="agreement_party_once"),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["ours", "theirs"])), name="agreement_party_side_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementparty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agreements_agreementpartyevent" ("agreement_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side") VALUES (NEW."agreement_id", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."side"); RETURN NULL;',
                    hash="b1be9b8cab41123302fc6f66630eb7973831dc70",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9a22b",
                    table="agreements_agreementparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementparty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "agreements_agreementpartyevent" ("agreement_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side") VALUES (NEW."agreement_id", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."side"); RETURN NULL;',
                    hash="51e9fe60c720abc86970550caa1d542a29398a11",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_84405",
                    table="agreements_agreementparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementparty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agreements_agreementpartyevent" ("agreement_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side") VALUES (OLD."agreement_id", OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."side"); RETURN NULL;',
                    hash="bf596c54f84def1843819de8abe7e56761848162",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2eefb",
                    table="agreements_agreementparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementpartyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="53789b6af748bd1a950b6af113e3269e76d2b2f3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dc810",
                    table="agreements_agreementpartyevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["notice", "termination"])), name="ending_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["ours", "theirs", "both"])), name="ending_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("given_on"))),
                name="ending_not_before_given",
                violation_error_message="The last day lies before the day on which it was declared.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                    models.Q(("voided_at__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ending_taken_back_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("agreement", "kind"),
                name="ending_one_of_a_kind",
                violation_error_message="This was declared already. Take that back first, if it was wrong.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ending",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agreements_endingevent" ("agreement_id", "by_id", "created_at", "ends_on", "given_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side", "survival", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."agreement_id", NEW."by_id", NEW."created_at", NEW."ends_on", NEW."given_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."side", NEW."survival", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                    hash="78337ff58e8577ce187bcb8cc3c9ce0c4b1a2062",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e0d56",
                    table="agreements_ending",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ending",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "agreements_endingevent" ("agreement_id", "by_id", "created_at", "ends_on", "given_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side", "survival", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."agreement_id", NEW."by_id", NEW."created_at", NEW."ends_on", NEW."given_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."side", NEW."survival", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                    hash="fbf4f26003770db417a602e444180bf4e20a1076",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_95180",
                    table="agreements_ending",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ending",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agreements_endingevent" ("agreement_id", "by_id", "created_at", "ends_on", "given_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side", "survival", "void_reason", "voided_at", "voided_by_id") VALUES (OLD."agreement_id", OLD."by_id", OLD."created_at", OLD."ends_on", OLD."given_on", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."side", OLD."survival", OLD."void_reason", OLD."voided_at", OLD."voided_by_id"); RETURN NULL;',
                    hash="de6f8335813b4c8e1326e43a0f81b3e73718d9fa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_22ffe",
                    table="agreements_ending",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="endingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c88899dc294a3d51e1946c9e104c583ad214da19",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e5474",
                    table="agreements_endingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="programme",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded", "gin_trgm_ops"), name="programme_folded_trgm"
            ),
        ),
        migrations.AddIndex(
            model_name="programme",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="programme_words"),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="programme_name_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "phase__in",
                        [
                            "",
                            "discovery",
                            "preclinical",
                            "phase_1",
                            "phase_2",
                            "phase_3",
                            "filed",
                            "marketed",
                            "stopped",
                        ],
                    )
                ),
                name="programme_phase_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agreements_programmeevent" ("alliance_id", "archived_at", "asset", "created_at", "folder_id", "id", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "public_id", "scope_id", "territory", "updated_at", "version") VALUES (NEW."alliance_id", NEW."archived_at", NEW."asset", NEW."created_at", NEW."folder_id", NEW."id", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phase", NEW."public_id", NEW."scope_id", NEW."territory", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="cdc5e0c42aa94e8b93b5dadf2a7475dc715d7b34",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6d498",
                    table="agreements_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."alliance_id" IS DISTINCT FROM (NEW."alliance_id") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."asset" IS DISTINCT FROM (NEW."asset") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."folder_id" IS DISTINCT FROM (NEW."folder_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."phase" IS DISTINCT FROM (NEW."phase") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."scope_id" IS DISTINCT FROM (NEW."scope_id") OR OLD."territory" IS DISTINCT FROM (NEW."territory") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "agreements_programmeevent" ("alliance_id", "archived_at", "asset", "created_at", "folder_id", "id", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "public_id", "scope_id", "territory", "updated_at", "version") VALUES (NEW."alliance_id", NEW."archived_at", NEW."asset", NEW."created_at", NEW."folder_id", NEW."id", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phase", NEW."public_id", NEW."scope_id", NEW."territory", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="06ec91238fcbee0eeb98f8d55011a52a1db636e1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7a595",
                    table="agreements_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agreements_programmeevent" ("alliance_id", "archived_at", "asset", "created_at", "folder_id", "id", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "public_id", "scope_id", "territory", "updated_at", "version") VALUES (OLD."alliance_id", OLD."archived_at", OLD."asset", OLD."created_at", OLD."folder_id", OLD."id", OLD."name", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phase", OLD."public_id", OLD."scope_id", OLD."territory", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="4c08288a3c267ace308ecea47f1fa521cdd21d7c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b515c",
                    table="agreements_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="10a426d334db94a2d51d3555cf1d4c20cc116b1d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ab134",
                    table="agreements_agreementevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded", "gin_trgm_ops"), name="agreement_folded_trgm"
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="agreement_words"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["alliance", "-signed_on"], name="agreement_by_signed"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["expires_on"], name="agreement_by_expiry"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="agreement_title_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("renewal__in", ["none", "automatic", "by_agreement"])),
                name="agreement_renewal_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on__isnull", True),
                    ("effective_on__isnull", True),
                    ("expires_on__gte", models.F("effective_on")),
                    _connector="OR",
                ),
                name="agreement_expires_after_start",
                violation_error_message="It expires before it becomes effective.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("expires_on__isnull", False), ("renewal", "automatic"), ("renewal_months__isnull", False)
                    ),
                    ("renewal", "by_agreement"),
                    models.Q(("renewal", "none"), ("renewal_months__isnull", True)),
                    _connector="OR",
                ),
                name="agreement_renewed_by_months",
                violation_error_message="An agreement that renews itself needs the day on which it expires and by how many months it is renewed; one that just ends is not renewed by any.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("renewal_months__isnull", True), ("renewal_months__range", (1, 240)), _connector="OR"
                ),
                name="agreement_renewal_months_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("notice_months__isnull", True), ("notice_months__range", (1, 60)), _connector="OR"),
                    models.Q(("notice_days__isnull", True), ("notice_days__range", (1, 1000)), _connector="OR"),
                ),
                name="agreement_notice_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("changes", ""), ("amends__isnull", False), _connector="OR"),
                name="agreement_changes_what_it_amends",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amends__isnull", True), models.Q(("amends", models.F("id")), _negated=True), _connector="OR"
                    ),
                    models.Q(
                        ("replaces__isnull", True),
                        models.Q(("replaces", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(("amends__isnull", True), ("replaces__isnull", True), _connector="OR"),
                ),
                name="agreement_follows_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agreements_agreementevent" ("alliance_id", "amends_id", "archived_at", "changes", "created_at", "effective_on", "expires_on", "folder_id", "governing_law", "id", "kind_id", "note", "notice_days", "notice_months", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "reference", "renewal", "renewal_months", "replaces_id", "scope_id", "signed_on", "title", "updated_at", "version") VALUES (NEW."alliance_id", NEW."amends_id", NEW."archived_at", NEW."changes", NEW."created_at", NEW."effective_on", NEW."expires_on", NEW."folder_id", NEW."governing_law", NEW."id", NEW."kind_id", NEW."note", NEW."notice_days", NEW."notice_months", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."public_id", NEW."reference", NEW."renewal", NEW."renewal_months", NEW."replaces_id", NEW."scope_id", NEW."signed_on", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="ce0a05b79f6768775e3c2fdbf33fbd67ff47d323",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_13a93",
                    table="agreements_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."alliance_id" IS DISTINCT FROM (NEW."alliance_id") OR OLD."amends_id" IS DISTINCT FROM (NEW."amends_id") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."changes" IS DISTINCT FROM (NEW."changes") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."effective_on" IS DISTINCT FROM (NEW."effective_on") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."folder_id" IS DISTINCT FROM (NEW."folder_id") OR OLD."governing_law" IS DISTINCT FROM (NEW."governing_law") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."notice_days" IS DISTINCT FROM (NEW."notice_days") OR OLD."notice_months" IS DISTINCT FROM (NEW."notice_months") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."renewal" IS DISTINCT FROM (NEW."renewal") OR OLD."renewal_months" IS DISTINCT FROM (NEW."renewal_months") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."scope_id" IS DISTINCT FROM (NEW."scope_id") OR OLD."signed_on" IS DISTINCT FROM (NEW."signed_on") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "agreements_agreementevent" ("alliance_id", "amends_id", "archived_at", "changes", "created_at", "effective_on", "expires_on", "folder_id", "governing_law", "id", "kind_id", "note", "notice_days", "notice_months", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "reference", "renewal", "renewal_months", "replaces_id", "scope_id", "signed_on", "title", "updated_at", "version") VALUES (NEW."alliance_id", NEW."amends_id", NEW."archived_at", NEW."changes", NEW."created_at", NEW."effective_on", NEW."expires_on", NEW."folder_id", NEW."governing_law", NEW."id", NEW."kind_id", NEW."note", NEW."notice_days", NEW."notice_months", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."public_id", NEW."reference", NEW."renewal", NEW."renewal_months", NEW."replaces_id", NEW."scope_id", NEW."signed_on", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="b2658dd44905615a7da5996055ccf192a9866f31",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_36fdd",
                    table="agreements_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agreements_agreementevent" ("alliance_id", "amends_id", "archived_at", "changes", "created_at", "effective_on", "expires_on", "folder_id", "governing_law", "id", "kind_id", "note", "notice_days", "notice_months", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "reference", "renewal", "renewal_months", "replaces_id", "scope_id", "signed_on", "title", "updated_at", "version") VALUES (OLD."alliance_id", OLD."amends_id", OLD."archived_at", OLD."changes", OLD."created_at", OLD."effective_on", OLD."expires_on", OLD."folder_id", OLD."governing_law", OLD."id", OLD."kind_id", OLD."note", OLD."notice_days", OLD."notice_months", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."public_id", OLD."reference", OLD."renewal", OLD."renewal_months", OLD."replaces_id", OLD."scope_id", OLD."signed_on", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="f4543e342189a1d76e87689b8e80004de445e014",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a07e3",
                    table="agreements_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="03b8469dbfc31107a53d23580a2695d83a31677c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0beaa",
                    table="agreements_programmeevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
