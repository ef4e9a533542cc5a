"""Committees, who sits on them, and their charters."""

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


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("alliances", "0010_review_shift"),
        ("attachments", "0001_initial"),
        ("people", "0006_finding"),
        ("vocabulary", "0004_committee_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Charter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[("contracted", "As contracted"), ("operated", "As operated")],
                        max_length=10,
                        verbose_name="basis",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "reason",
                    models.CharField(
                        help_text="Why it is so from this day on.",
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="reason",
                    ),
                ),
                (
                    "needs_amendment",
                    models.BooleanField(
                        default=False,
                        help_text="It departs from the contract in a way that the agreement should follow.",
                        verbose_name="needs an amendment",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "clause",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="clause",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="purpose",
                    ),
                ),
                (
                    "authority",
                    models.TextField(
                        blank=True,
                        help_text="What it may decide by itself.",
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="authority",
                    ),
                ),
                (
                    "limits",
                    models.TextField(
                        blank=True,
                        help_text="What it may not decide, such as amending the agreement.",
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="limits",
                    ),
                ),
                (
                    "seats_ours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="members of our side",
                    ),
                ),
                (
                    "seats_theirs",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="members of the partner",
                    ),
                ),
                (
                    "quorum_ours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="quorum, our side",
                    ),
                ),
                (
                    "quorum_theirs",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="quorum, partner",
                    ),
                ),
                (
                    "voting",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("party", "One vote per party, unanimous"),
                            ("majority", "Majority of the members"),
                            ("consensus", "Consensus without a vote"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="voting",
                    ),
                ),
                (
                    "chair",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("co_chairs", "One co-chair from each side"),
                            ("ours", "Our side"),
                            ("theirs", "The partner’s side"),
                            ("alternates", "The sides take turns"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="chair",
                    ),
                ),
                (
                    "cadence",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="meets every",
                    ),
                ),
                (
                    "cadence_unit",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not said"), ("weeks", "weeks"), ("months", "months")],
                        default="",
                        max_length=6,
                        verbose_name="counted in",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days of both sides before the meeting, to call it.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="notice",
                    ),
                ),
                (
                    "pre_read_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days of both sides before the meeting, to send them.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="pre-reads",
                    ),
                ),
                (
                    "minutes_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days of both sides after the meeting.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="minutes within",
                    ),
                ),
                (
                    "approval",
                    models.CharField(
                        choices=[("next_meeting", "At the next meeting"), ("silence", "By silence after some days")],
                        default="next_meeting",
                        max_length=12,
                        verbose_name="minutes become final",
                    ),
                ),
                (
                    "approval_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days of both sides after the minutes were sent.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days of silence",
                    ),
                ),
                (
                    "days_managers",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with the alliance managers",
                    ),
                ),
                (
                    "days_team",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with the project team",
                    ),
                ),
                (
                    "days_functional",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with the committee of a function",
                    ),
                ),
                (
                    "days_steering",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with the steering committee",
                    ),
                ),
                (
                    "days_executives",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with named executives",
                    ),
                ),
                (
                    "final_say",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("nobody", "Nobody: it stays as it is"),
                            ("ours", "Our side decides"),
                            ("theirs", "The partner decides"),
                            ("split", "Each side in its own field"),
                            ("expert", "An expert"),
                            ("arbitration", "Arbitration"),
                        ],
                        default="",
                        max_length=11,
                        verbose_name="final say",
                    ),
                ),
                (
                    "carve_outs",
                    models.TextField(
                        blank=True,
                        help_text="What whoever has the final say may not decide alone.",
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="carve-outs",
                    ),
                ),
                ("sunset_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "sunset",
                    models.CharField(
                        blank=True,
                        help_text="Such as: at first approval.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="ends when",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charters",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "amendment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                        verbose_name="amended by",
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
            ],
        ),
        migrations.CreateModel(
            name="Committee",
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
                    "label",
                    models.CharField(
                        help_text="As both sides call it, such as JSC or JPC.",
                        max_length=40,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="short name",
                    ),
                ),
                (
                    "expansion",
                    models.CharField(
                        blank=True,
                        help_text="What the short name stands for here: a JPC may be about patents, projects or products.",
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="in full",
                    ),
                ),
                ("formed_on", models.DateField(blank=True, null=True, verbose_name="formed")),
                (
                    "dissolved_on",
                    models.DateField(
                        blank=True,
                        help_text="From this day on nobody expects it to meet.",
                        null=True,
                        verbose_name="dissolved",
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
                        db_persist=True, expression=coe_hub.lib.sql.SortKey("label"), output_field=models.TextField()
                    ),
                ),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=coe_hub.lib.sql.Fold(
                            django.db.models.functions.text.Concat(
                                models.F("label"),
                                models.Value(" "),
                                models.F("expansion"),
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
                                models.F("label"),
                                models.Value(" "),
                                models.F("expansion"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            ),
                            models.F("note"),
                            function="hub_words",
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="committees",
                        to="alliances.alliance",
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
                        to="vocabulary.committeekind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="What it cannot settle goes there.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subcommittees",
                        to="committees.committee",
                        verbose_name="reports to",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="agreements.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="people.scope",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CharterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "basis",
                    models.CharField(
                        choices=[("contracted", "As contracted"), ("operated", "As operated")],
                        max_length=10,
                        verbose_name="basis",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "reason",
                    models.CharField(
                        help_text="Why it is so from this day on.",
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="reason",
                    ),
                ),
                (
                    "needs_amendment",
                    models.BooleanField(
                        default=False,
                        help_text="It departs from the contract in a way that the agreement should follow.",
                        verbose_name="needs an amendment",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "clause",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="clause",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="purpose",
                    ),
                ),
                (
                    "authority",
                    models.TextField(
                        blank=True,
                        help_text="What it may decide by itself.",
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="authority",
                    ),
                ),
                (
                    "limits",
                    models.TextField(
                        blank=True,
                        help_text="What it may not decide, such as amending the agreement.",
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="limits",
                    ),
                ),
                (
                    "seats_ours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="members of our side",
                    ),
                ),
                (
                    "seats_theirs",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="members of the partner",
                    ),
                ),
                (
                    "quorum_ours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="quorum, our side",
                    ),
                ),
                (
                    "quorum_theirs",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="quorum, partner",
                    ),
                ),
                (
                    "voting",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("party", "One vote per party, unanimous"),
                            ("majority", "Majority of the members"),
                            ("consensus", "Consensus without a vote"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="voting",
                    ),
                ),
                (
                    "chair",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("co_chairs", "One co-chair from each side"),
                            ("ours", "Our side"),
                            ("theirs", "The partner’s side"),
                            ("alternates", "The sides take turns"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="chair",
                    ),
                ),
                (
                    "cadence",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="meets every",
                    ),
                ),
                (
                    "cadence_unit",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not said"), ("weeks", "weeks"), ("months", "months")],
                        default="",
                        max_length=6,
                        verbose_name="counted in",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days of both sides before the meeting, to call it.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="notice",
                    ),
                ),
                (
                    "pre_read_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days of both sides before the meeting, to send them.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="pre-reads",
                    ),
                ),
                (
                    "minutes_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days of both sides after the meeting.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="minutes within",
                    ),
                ),
                (
                    "approval",
                    models.CharField(
                        choices=[("next_meeting", "At the next meeting"), ("silence", "By silence after some days")],
                        default="next_meeting",
                        max_length=12,
                        verbose_name="minutes become final",
                    ),
                ),
                (
                    "approval_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days of both sides after the minutes were sent.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days of silence",
                    ),
                ),
                (
                    "days_managers",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with the alliance managers",
                    ),
                ),
                (
                    "days_team",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with the project team",
                    ),
                ),
                (
                    "days_functional",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with the committee of a function",
                    ),
                ),
                (
                    "days_steering",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with the steering committee",
                    ),
                ),
                (
                    "days_executives",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days with named executives",
                    ),
                ),
                (
                    "final_say",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("nobody", "Nobody: it stays as it is"),
                            ("ours", "Our side decides"),
                            ("theirs", "The partner decides"),
                            ("split", "Each side in its own field"),
                            ("expert", "An expert"),
                            ("arbitration", "Arbitration"),
                        ],
                        default="",
                        max_length=11,
                        verbose_name="final say",
                    ),
                ),
                (
                    "carve_outs",
                    models.TextField(
                        blank=True,
                        help_text="What whoever has the final say may not decide alone.",
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="carve-outs",
                    ),
                ),
                ("sunset_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "sunset",
                    models.CharField(
                        blank=True,
                        help_text="Such as: at first approval.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="ends when",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "amendment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                        verbose_name="amended by",
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
                        to="committees.charter",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="committees.committee",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="charter",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="charters", to="committees.committee"
            ),
        ),
        migrations.CreateModel(
            name="CommitteeEvent",
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
                    "label",
                    models.CharField(
                        help_text="As both sides call it, such as JSC or JPC.",
                        max_length=40,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="short name",
                    ),
                ),
                (
                    "expansion",
                    models.CharField(
                        blank=True,
                        help_text="What the short name stands for here: a JPC may be about patents, projects or products.",
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="in full",
                    ),
                ),
                ("formed_on", models.DateField(blank=True, null=True, verbose_name="formed")),
                (
                    "dissolved_on",
                    models.DateField(
                        blank=True,
                        help_text="From this day on nobody expects it to meet.",
                        null=True,
                        verbose_name="dissolved",
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
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                    "kind",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="vocabulary.committeekind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="What it cannot settle goes there.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="committees.committee",
                        verbose_name="reports to",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="committees.committee",
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
        migrations.CreateModel(
            name="Seat",
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
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Partner side")], max_length=6, verbose_name="side"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("co_chair", "Co-chair"),
                            ("member", "Member"),
                            ("secretary", "Secretary"),
                            ("observer", "Observer"),
                            ("guest", "Guest"),
                        ],
                        default="member",
                        max_length=9,
                        verbose_name="role",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The last day of the term.", null=True, verbose_name="until"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="committees.committee"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        help_text="Comes, and votes, where this person cannot.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="stand-in",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeatEvent",
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
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Partner side")], max_length=6, verbose_name="side"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("co_chair", "Co-chair"),
                            ("member", "Member"),
                            ("secretary", "Secretary"),
                            ("observer", "Observer"),
                            ("guest", "Guest"),
                        ],
                        default="member",
                        max_length=9,
                        verbose_name="role",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The last day of the term.", null=True, verbose_name="until"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="committees.seat",
                    ),
                ),
                (
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Comes, and votes, where this person cannot.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="stand-in",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="committee",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded", "gin_trgm_ops"), name="committee_folded_trgm"
            ),
        ),
        migrations.AddIndex(
            model_name="committee",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="committee_words"),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.CheckConstraint(
                condition=models.Q(("label", ""), _negated=True), name="committee_label_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("formed_on__isnull", True),
                    ("dissolved_on__isnull", True),
                    ("dissolved_on__gte", models.F("formed_on")),
                    _connector="OR",
                ),
                name="committee_dissolved_after_formed",
                violation_error_message="It is dissolved before it was formed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="committee_not_its_own_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.CheckConstraint(
                condition=models.Q(("programme__isnull", True), ("alliance__isnull", False), _connector="OR"),
                name="committee_programme_of_alliance",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "committees_committeeevent" ("alliance_id", "archived_at", "created_at", "dissolved_on", "expansion", "folder_id", "formed_on", "id", "kind_id", "label", "note", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "scope_id", "updated_at", "version") VALUES (NEW."alliance_id", NEW."archived_at", NEW."created_at", NEW."dissolved_on", NEW."expansion", NEW."folder_id", NEW."formed_on", NEW."id", NEW."kind_id", NEW."label", NEW."note", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."public_id", NEW."scope_id", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="1b39487e1ef094ff1df85ad438ad8f020244f8d9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c3cc6",
                    table="committees_committee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."alliance_id" IS DISTINCT FROM (NEW."alliance_id") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dissolved_on" IS DISTINCT FROM (NEW."dissolved_on") OR OLD."expansion" IS DISTINCT FROM (NEW."expansion") OR OLD."folder_id" IS DISTINCT FROM (NEW."folder_id") OR OLD."formed_on" IS DISTINCT FROM (NEW."formed_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."scope_id" IS DISTINCT FROM (NEW."scope_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "committees_committeeevent" ("alliance_id", "archived_at", "created_at", "dissolved_on", "expansion", "folder_id", "formed_on", "id", "kind_id", "label", "note", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "scope_id", "updated_at", "version") VALUES (NEW."alliance_id", NEW."archived_at", NEW."created_at", NEW."dissolved_on", NEW."expansion", NEW."folder_id", NEW."formed_on", NEW."id", NEW."kind_id", NEW."label", NEW."note", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."public_id", NEW."scope_id", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="9a88c3c473d27f50ed343a579cfbd3f3341075b9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9aa6e",
                    table="committees_committee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "committees_committeeevent" ("alliance_id", "archived_at", "created_at", "dissolved_on", "expansion", "folder_id", "formed_on", "id", "kind_id", "label", "note", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "scope_id", "updated_at", "version") VALUES (OLD."alliance_id", OLD."archived_at", OLD."created_at", OLD."dissolved_on", OLD."expansion", OLD."folder_id", OLD."formed_on", OLD."id", OLD."kind_id", OLD."label", OLD."note", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."public_id", OLD."scope_id", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="ea109ab55fb75cf2125736d0178c89b3f426b06a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7c923",
                    table="committees_committee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="charterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1d5ae878b458adec86445bc54aed95064a701704",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_84e3b",
                    table="committees_charterevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="charter",
            index=models.Index(fields=["committee", "basis", "-valid_from"], name="charter_by_day"),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["contracted", "operated"])), name="charter_basis_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="charter_reason_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(("amendment__isnull", True), ("needs_amendment", True), _connector="OR"),
                name="charter_amended_where_needed",
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voting__in", ["", "party", "majority", "consensus"]),
                    ("chair__in", ["", "co_chairs", "ours", "theirs", "alternates"]),
                    ("cadence_unit__in", ["", "weeks", "months"]),
                    ("approval__in", ["next_meeting", "silence"]),
                    ("final_say__in", ["", "nobody", "ours", "theirs", "split", "expert", "arbitration"]),
                ),
                name="charter_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cadence__isnull", True), ("cadence_unit", "")),
                    models.Q(("cadence__range", (1, 60)), models.Q(("cadence_unit", ""), _negated=True)),
                    _connector="OR",
                ),
                name="charter_cadence_whole",
                violation_error_message="Say both how often it meets and whether that counts weeks or months.",
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approval", "silence"), _negated=True), ("approval_days__isnull", False), _connector="OR"
                ),
                name="charter_silence_has_days",
                violation_error_message="Say after how many days of silence minutes become final.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="charter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "committees_charterevent" ("agreement_id", "amendment_id", "approval", "approval_days", "authority", "basis", "by_id", "cadence", "cadence_unit", "carve_outs", "chair", "clause", "committee_id", "created_at", "days_executives", "days_functional", "days_managers", "days_steering", "days_team", "final_say", "id", "limits", "minutes_days", "needs_amendment", "notice_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pre_read_days", "purpose", "quorum_ours", "quorum_theirs", "reason", "seats_ours", "seats_theirs", "sunset", "sunset_on", "valid_from", "voting") VALUES (NEW."agreement_id", NEW."amendment_id", NEW."approval", NEW."approval_days", NEW."authority", NEW."basis", NEW."by_id", NEW."cadence", NEW."cadence_unit", NEW."carve_outs", NEW."chair", NEW."clause", NEW."committee_id", NEW."created_at", NEW."days_executives", NEW."days_functional", NEW."days_managers", NEW."days_steering", NEW."days_team", NEW."final_say", NEW."id", NEW."limits", NEW."minutes_days", NEW."needs_amendment", NEW."notice_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."pre_read_days", NEW."purpose", NEW."quorum_ours", NEW."quorum_theirs", NEW."reason", NEW."seats_ours", NEW."seats_theirs", NEW."sunset", NEW."sunset_on", NEW."valid_from", NEW."voting"); RETURN NULL;',
                    hash="18bfe9cc6f93169b77521840a0896b0051703384",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f1254",
                    table="committees_charter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="charter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "committees_charterevent" ("agreement_id", "amendment_id", "approval", "approval_days", "authority", "basis", "by_id", "cadence", "cadence_unit", "carve_outs", "chair", "clause", "committee_id", "created_at", "days_executives", "days_functional", "days_managers", "days_steering", "days_team", "final_say", "id", "limits", "minutes_days", "needs_amendment", "notice_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pre_read_days", "purpose", "quorum_ours", "quorum_theirs", "reason", "seats_ours", "seats_theirs", "sunset", "sunset_on", "valid_from", "voting") VALUES (NEW."agreement_id", NEW."amendment_id", NEW."approval", NEW."approval_days", NEW."authority", NEW."basis", NEW."by_id", NEW."cadence", NEW."cadence_unit", NEW."carve_outs", NEW."chair", NEW."clause", NEW."committee_id", NEW."created_at", NEW."days_executives", NEW."days_functional", NEW."days_managers", NEW."days_steering", NEW."days_team", NEW."final_say", NEW."id", NEW."limits", NEW."minutes_days", NEW."needs_amendment", NEW."notice_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."pre_read_days", NEW."purpose", NEW."quorum_ours", NEW."quorum_theirs", NEW."reason", NEW."seats_ours", NEW."seats_theirs", NEW."sunset", NEW."sunset_on", NEW."valid_from", NEW."voting"); RETURN NULL;',
                    hash="c60c611a819176cb1f818db601e19d72b7eaf6a4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6dc23",
                    table="committees_charter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="charter",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "committees_charterevent" ("agreement_id", "amendment_id", "approval", "approval_days", "authority", "basis", "by_id", "cadence", "cadence_unit", "carve_outs", "chair", "clause", "committee_id", "created_at", "days_executives", "days_functional", "days_managers", "days_steering", "days_team", "final_say", "id", "limits", "minutes_days", "needs_amendment", "notice_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pre_read_days", "purpose", "quorum_ours", "quorum_theirs", "reason", "seats_ours", "seats_theirs", "sunset", "sunset_on", "valid_from", "voting") VALUES (OLD."agreement_id", OLD."amendment_id", OLD."approval", OLD."approval_days", OLD."authority", OLD."basis", OLD."by_id", OLD."cadence", OLD."cadence_unit", OLD."carve_outs", OLD."chair", OLD."clause", OLD."committee_id", OLD."created_at", OLD."days_executives", OLD."days_functional", OLD."days_managers", OLD."days_steering", OLD."days_team", OLD."final_say", OLD."id", OLD."limits", OLD."minutes_days", OLD."needs_amendment", OLD."notice_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."pre_read_days", OLD."purpose", OLD."quorum_ours", OLD."quorum_theirs", OLD."reason", OLD."seats_ours", OLD."seats_theirs", OLD."sunset", OLD."sunset_on", OLD."valid_from", OLD."voting"); RETURN NULL;',
                    hash="36b2365bef0674d78ce621e231e6bef541c0c9ee",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d4234",
                    table="committees_charter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="60033d39e465272319c5fe4d63897923ab08ea74",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_36b18",
                    table="committees_committeeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["person"], name="seat_by_person"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["ours", "theirs"])), name="seat_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["co_chair", "member", "secretary", "observer", "guest"])),
                name="seat_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="seat_ends_after_start",
                violation_error_message="The term ends before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stand_in__isnull", True),
                    models.Q(("stand_in", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="seat_stands_in_for_another",
                violation_error_message="Nobody stands in for themselves.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived_at__isnull", True), ("ends_on__isnull", True)),
                fields=("committee", "person"),
                name="seat_one_open_per_person",
                violation_error_message="This person sits on the committee already. Edit that seat.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "committees_seatevent" ("archived_at", "committee_id", "created_at", "ends_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role", "side", "stand_in_id", "starts_on", "updated_at", "version") VALUES (NEW."archived_at", NEW."committee_id", NEW."created_at", NEW."ends_on", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."role", NEW."side", NEW."stand_in_id", NEW."starts_on", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="95ad1b1950dbaabfee8635dcec6dd744281e727c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_611b5",
                    table="committees_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "committees_seatevent" ("archived_at", "committee_id", "created_at", "ends_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role", "side", "stand_in_id", "starts_on", "updated_at", "version") VALUES (NEW."archived_at", NEW."committee_id", NEW."created_at", NEW."ends_on", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."role", NEW."side", NEW."stand_in_id", NEW."starts_on", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="d12a676c18579149e1a08eeeda9ecc923aeabe9c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8709f",
                    table="committees_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "committees_seatevent" ("archived_at", "committee_id", "created_at", "ends_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role", "side", "stand_in_id", "starts_on", "updated_at", "version") VALUES (OLD."archived_at", OLD."committee_id", OLD."created_at", OLD."ends_on", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."role", OLD."side", OLD."stand_in_id", OLD."starts_on", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="7fe5da683104fc64017ad5c5ee6fbd85a1751ab7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e1324",
                    table="committees_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seatevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f42065769b9c4ea91e0d6b230906fd39a5c536a2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c132f",
                    table="committees_seatevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
