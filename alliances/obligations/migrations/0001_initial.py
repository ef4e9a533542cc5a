"""Obligations, their due days, and the events from which those are counted."""

from decimal import Decimal

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import alliances.obligations.dates
import coe_hub.lib.money
import coe_hub.lib.places
import coe_hub.lib.records
import coe_hub.lib.sql
import coe_hub.lib.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("alliances", "0009_facts"),
        ("attachments", "0001_initial"),
        ("people", "0006_finding"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fulfilment",
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
                ("period_on", models.DateField(blank=True, null=True, verbose_name="period")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="begin on")),
                ("is_expected", models.BooleanField(default=False, verbose_name="expected only")),
                ("reason", models.JSONField(blank=True, default=dict)),
                ("extended_to", models.DateField(blank=True, null=True, verbose_name="extended to")),
                (
                    "extended_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is extended",
                    ),
                ),
                ("fulfilled_on", models.DateField(blank=True, null=True, verbose_name="fulfilled on")),
                (
                    "fulfilled_note",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                (
                    "delivered_on",
                    models.DateField(blank=True, null=True, verbose_name="delivered, says the partner, on"),
                ),
                (
                    "delivered_note",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="what the partner says",
                    ),
                ),
                ("waived_on", models.DateField(blank=True, null=True, verbose_name="waived on")),
                (
                    "waived_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is waived",
                    ),
                ),
                ("disputed_on", models.DateField(blank=True, null=True, verbose_name="disputed on")),
                (
                    "disputed_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is disputed",
                    ),
                ),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="void since")),
                (
                    "voided_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is void",
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "disputed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                    "fulfilled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Obligation",
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
                        help_text="One sentence. It may stand in mails.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="what is owed",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("financial", "Financial"),
                            ("reporting", "Reporting"),
                            ("notice", "Notice"),
                            ("review", "Review"),
                            ("option", "Option"),
                            ("exclusivity", "Exclusivity"),
                            ("governance", "Governance"),
                            ("safety", "Safety"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "clause",
                    models.CharField(
                        blank=True,
                        help_text="Such as 7.2 (b).",
                        max_length=60,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="clause",
                    ),
                ),
                (
                    "responsible",
                    models.CharField(
                        choices=[("ours", "Our side"), ("partner", "The partner"), ("joint", "Both")],
                        default="ours",
                        max_length=8,
                        verbose_name="owed by",
                    ),
                ),
                (
                    "counts_from",
                    models.CharField(
                        choices=[
                            ("fixed", "A fixed day"),
                            ("event", "An event"),
                            ("obligation", "The fulfilment of another obligation"),
                            ("period", "The end of each period"),
                        ],
                        default="fixed",
                        max_length=12,
                        verbose_name="counted from",
                    ),
                ),
                ("fixed_on", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        choices=[
                            (alliances.obligations.dates.Period["MONTH"], "each month"),
                            (alliances.obligations.dates.Period["QUARTER"], "each quarter"),
                            (alliances.obligations.dates.Period["HALF"], "each half-year"),
                            (alliances.obligations.dates.Period["YEAR"], "each year"),
                        ],
                        max_length=8,
                        verbose_name="period",
                    ),
                ),
                ("first_on", models.DateField(blank=True, null=True, verbose_name="first period ends from")),
                (
                    "last_on",
                    models.DateField(
                        blank=True,
                        help_text="Left empty, five years ahead are planned.",
                        null=True,
                        verbose_name="last period ends by",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 is the day itself.",
                        validators=[django.core.validators.MaxValueValidator(3660)],
                        verbose_name="how many",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            (alliances.obligations.dates.Unit["DAYS"], "calendar days"),
                            (alliances.obligations.dates.Unit["WORKING_DAYS"], "working days"),
                            (alliances.obligations.dates.Unit["MONTHS"], "months"),
                        ],
                        default=alliances.obligations.dates.Unit["DAYS"],
                        max_length=12,
                        verbose_name="of",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("after", "after"), ("before", "before")],
                        default="after",
                        max_length=6,
                        verbose_name="before or after",
                    ),
                ),
                (
                    "off_day",
                    models.CharField(
                        choices=[
                            (alliances.obligations.dates.OffDay["STAYS"], "it stays"),
                            (alliances.obligations.dates.OffDay["BEFORE"], "the working day before"),
                            (alliances.obligations.dates.OffDay["AFTER"], "the working day after"),
                        ],
                        default=alliances.obligations.dates.OffDay["STAYS"],
                        max_length=6,
                        verbose_name="if nobody works on the day",
                    ),
                ),
                (
                    "keeps_month_end",
                    models.BooleanField(
                        default=False,
                        help_text="Of months: 30 April and one month make 31 May.",
                        verbose_name="the end of a month leads to the end of a month",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=coe_hub.lib.places.country_choices,
                        help_text="Whose public holidays count; left empty, Saturdays and Sundays alone are days without work.",
                        max_length=2,
                        verbose_name="holidays of",
                    ),
                ),
                (
                    "subdivision",
                    models.CharField(
                        blank=True,
                        help_text="Code used for its public holidays, such as MA or BY; may stay empty.",
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9-]*$", "Use the code of the state or province, such as MA or BY."
                            )
                        ],
                        verbose_name="state or province",
                    ),
                ),
                (
                    "days_needed",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="So many days before it is due somebody begins. Left empty, as usual for its kind.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days needed for it",
                    ),
                ),
                (
                    "flow",
                    models.CharField(
                        blank=True,
                        choices=[("", "No money"), ("in", "We receive"), ("out", "We pay")],
                        default="",
                        max_length=4,
                        verbose_name="money",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        help_text="Three letters, such as USD or JPY.",
                        max_length=3,
                        validators=[coe_hub.lib.money.validate_currency],
                        verbose_name="currency",
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[("firm", "Firm"), ("estimate", "Estimate")],
                        default="firm",
                        max_length=8,
                        verbose_name="the amount is",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        help_text="Such as: the option is exercised.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="only if",
                    ),
                ),
                (
                    "condition_state",
                    models.CharField(
                        choices=[("unknown", "Not known yet"), ("met", "Met"), ("not_met", "Not met")],
                        default="unknown",
                        max_length=8,
                        verbose_name="the condition is",
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
                                models.F("clause"),
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
                                models.F("clause"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            ),
                            django.db.models.functions.text.Concat(
                                models.F("condition"),
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
                    "after",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="obligations.obligation",
                        verbose_name="other obligation",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="obligations", to="alliances.alliance"
                    ),
                ),
                (
                    "counterpart",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="counterpart at the partner",
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
                    "implies",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where that one was skipped, it falls due together with this one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="implied_by",
                        to="obligations.obligation",
                        verbose_name="earlier milestone it implies",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Somebody on our side, who is told in time. Without a name here, the lead is.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="people.person",
                        verbose_name="seen to by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="agreements.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="people.scope",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FulfilmentEvent",
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
                ("period_on", models.DateField(blank=True, null=True, verbose_name="period")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="begin on")),
                ("is_expected", models.BooleanField(default=False, verbose_name="expected only")),
                ("reason", models.JSONField(blank=True, default=dict)),
                ("extended_to", models.DateField(blank=True, null=True, verbose_name="extended to")),
                (
                    "extended_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is extended",
                    ),
                ),
                ("fulfilled_on", models.DateField(blank=True, null=True, verbose_name="fulfilled on")),
                (
                    "fulfilled_note",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                (
                    "delivered_on",
                    models.DateField(blank=True, null=True, verbose_name="delivered, says the partner, on"),
                ),
                (
                    "delivered_note",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="what the partner says",
                    ),
                ),
                ("waived_on", models.DateField(blank=True, null=True, verbose_name="waived on")),
                (
                    "waived_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is waived",
                    ),
                ),
                ("disputed_on", models.DateField(blank=True, null=True, verbose_name="disputed on")),
                (
                    "disputed_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is disputed",
                    ),
                ),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="void since")),
                (
                    "voided_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is void",
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "disputed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                    "fulfilled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="obligations.fulfilment",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="obligations.obligation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="fulfilment",
            name="obligation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="fulfilments", to="obligations.obligation"
            ),
        ),
        migrations.CreateModel(
            name="TriggerEvent",
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
                        help_text="Such as: data package of phase 2 received.",
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="event",
                    ),
                ),
                (
                    "clause",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="clause",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected on")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received on")),
                ("contested_on", models.DateField(blank=True, null=True, verbose_name="contested on")),
                (
                    "contested_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is contested",
                    ),
                ),
                ("deemed_on", models.DateField(blank=True, null=True, verbose_name="deemed complete on")),
                (
                    "deemed_clause",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="clause that deems it complete",
                    ),
                ),
                ("occurred_on", models.DateField(blank=True, null=True, verbose_name="happened, or complete, on")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="void since")),
                (
                    "voided_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it will not happen",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        help_text="What was said last.",
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why the day moved",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trigger_events",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trigger_events",
                        to="alliances.alliance",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trigger_events",
                        to="agreements.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trigger_events",
                        to="people.scope",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ObligationEvent",
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
                        help_text="One sentence. It may stand in mails.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="what is owed",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("financial", "Financial"),
                            ("reporting", "Reporting"),
                            ("notice", "Notice"),
                            ("review", "Review"),
                            ("option", "Option"),
                            ("exclusivity", "Exclusivity"),
                            ("governance", "Governance"),
                            ("safety", "Safety"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "clause",
                    models.CharField(
                        blank=True,
                        help_text="Such as 7.2 (b).",
                        max_length=60,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="clause",
                    ),
                ),
                (
                    "responsible",
                    models.CharField(
                        choices=[("ours", "Our side"), ("partner", "The partner"), ("joint", "Both")],
                        default="ours",
                        max_length=8,
                        verbose_name="owed by",
                    ),
                ),
                (
                    "counts_from",
                    models.CharField(
                        choices=[
                            ("fixed", "A fixed day"),
                            ("event", "An event"),
                            ("obligation", "The fulfilment of another obligation"),
                            ("period", "The end of each period"),
                        ],
                        default="fixed",
                        max_length=12,
                        verbose_name="counted from",
                    ),
                ),
                ("fixed_on", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        choices=[
                            (alliances.obligations.dates.Period["MONTH"], "each month"),
                            (alliances.obligations.dates.Period["QUARTER"], "each quarter"),
                            (alliances.obligations.dates.Period["HALF"], "each half-year"),
                            (alliances.obligations.dates.Period["YEAR"], "each year"),
                        ],
                        max_length=8,
                        verbose_name="period",
                    ),
                ),
                ("first_on", models.DateField(blank=True, null=True, verbose_name="first period ends from")),
                (
                    "last_on",
                    models.DateField(
                        blank=True,
                        help_text="Left empty, five years ahead are planned.",
                        null=True,
                        verbose_name="last period ends by",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 is the day itself.",
                        validators=[django.core.validators.MaxValueValidator(3660)],
                        verbose_name="how many",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            (alliances.obligations.dates.Unit["DAYS"], "calendar days"),
                            (alliances.obligations.dates.Unit["WORKING_DAYS"], "working days"),
                            (alliances.obligations.dates.Unit["MONTHS"], "months"),
                        ],
                        default=alliances.obligations.dates.Unit["DAYS"],
                        max_length=12,
                        verbose_name="of",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("after", "after"), ("before", "before")],
                        default="after",
                        max_length=6,
                        verbose_name="before or after",
                    ),
                ),
                (
                    "off_day",
                    models.CharField(
                        choices=[
                            (alliances.obligations.dates.OffDay["STAYS"], "it stays"),
                            (alliances.obligations.dates.OffDay["BEFORE"], "the working day before"),
                            (alliances.obligations.dates.OffDay["AFTER"], "the working day after"),
                        ],
                        default=alliances.obligations.dates.OffDay["STAYS"],
                        max_length=6,
                        verbose_name="if nobody works on the day",
                    ),
                ),
                (
                    "keeps_month_end",
                    models.BooleanField(
                        default=False,
                        help_text="Of months: 30 April and one month make 31 May.",
                        verbose_name="the end of a month leads to the end of a month",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=coe_hub.lib.places.country_choices,
                        help_text="Whose public holidays count; left empty, Saturdays and Sundays alone are days without work.",
                        max_length=2,
                        verbose_name="holidays of",
                    ),
                ),
                (
                    "subdivision",
                    models.CharField(
                        blank=True,
                        help_text="Code used for its public holidays, such as MA or BY; may stay empty.",
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9-]*$", "Use the code of the state or province, such as MA or BY."
                            )
                        ],
                        verbose_name="state or province",
                    ),
                ),
                (
                    "days_needed",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="So many days before it is due somebody begins. Left empty, as usual for its kind.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days needed for it",
                    ),
                ),
                (
                    "flow",
                    models.CharField(
                        blank=True,
                        choices=[("", "No money"), ("in", "We receive"), ("out", "We pay")],
                        default="",
                        max_length=4,
                        verbose_name="money",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="amount",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        help_text="Three letters, such as USD or JPY.",
                        max_length=3,
                        validators=[coe_hub.lib.money.validate_currency],
                        verbose_name="currency",
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[("firm", "Firm"), ("estimate", "Estimate")],
                        default="firm",
                        max_length=8,
                        verbose_name="the amount is",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        help_text="Such as: the option is exercised.",
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="only if",
                    ),
                ),
                (
                    "condition_state",
                    models.CharField(
                        choices=[("unknown", "Not known yet"), ("met", "Met"), ("not_met", "Not met")],
                        default="unknown",
                        max_length=8,
                        verbose_name="the condition is",
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
                    "after",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="obligations.obligation",
                        verbose_name="other obligation",
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
                    "counterpart",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="counterpart at the partner",
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
                    "implies",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where that one was skipped, it falls due together with this one.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="obligations.obligation",
                        verbose_name="earlier milestone it implies",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Somebody on our side, who is told in time. Without a name here, the lead is.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="seen to by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="obligations.obligation",
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
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="obligations.triggerevent",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="obligation",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="obligations",
                to="obligations.triggerevent",
                verbose_name="event",
            ),
        ),
        migrations.CreateModel(
            name="TriggerEventEvent",
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
                        help_text="Such as: data package of phase 2 received.",
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="event",
                    ),
                ),
                (
                    "clause",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="clause",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected on")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received on")),
                ("contested_on", models.DateField(blank=True, null=True, verbose_name="contested on")),
                (
                    "contested_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it is contested",
                    ),
                ),
                ("deemed_on", models.DateField(blank=True, null=True, verbose_name="deemed complete on")),
                (
                    "deemed_clause",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="clause that deems it complete",
                    ),
                ),
                ("occurred_on", models.DateField(blank=True, null=True, verbose_name="happened, or complete, on")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="void since")),
                (
                    "voided_why",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why it will not happen",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        help_text="What was said last.",
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="why the day moved",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="obligations.triggerevent",
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
        pgtrigger.migrations.AddTrigger(
            model_name="fulfilmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0e0f9e29d722119016e72fb636cc18d46b350539",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ee7ca",
                    table="obligations_fulfilmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="fulfilment",
            index=models.Index(fields=["due_on"], name="fulfilment_by_due"),
        ),
        migrations.AddIndex(
            model_name="fulfilment",
            index=models.Index(
                condition=models.Q(
                    ("fulfilled_on__isnull", True), ("voided_on__isnull", True), ("waived_on__isnull", True)
                ),
                fields=["notice_on"],
                name="fulfilment_open_by_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.UniqueConstraint(
                fields=("obligation", "period_on"), name="fulfilment_one_of_a_period", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", True), ("notice_on__isnull", True)),
                    ("notice_on__lte", models.F("due_on")),
                    _connector="OR",
                ),
                name="fulfilment_notice_before_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extended_to__isnull", True), ("extended_why", "")),
                    models.Q(("extended_to__isnull", False), models.Q(("extended_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="fulfilment_extended_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fulfilled_by__isnull", False), ("fulfilled_on__isnull", False)),
                    models.Q(("fulfilled_by__isnull", True), ("fulfilled_note", ""), ("fulfilled_on__isnull", True)),
                    _connector="OR",
                ),
                name="fulfilment_fulfilled_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delivered_by__isnull", False), ("delivered_on__isnull", False)),
                    models.Q(("delivered_by__isnull", True), ("delivered_note", ""), ("delivered_on__isnull", True)),
                    _connector="OR",
                ),
                name="fulfilment_delivered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("waived_on__isnull", True), ("waived_why", "")),
                    models.Q(("waived_on__isnull", False), models.Q(("waived_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="fulfilment_waived_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disputed_on__isnull", True), ("disputed_why", "")),
                    models.Q(("disputed_on__isnull", False), models.Q(("disputed_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="fulfilment_disputed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("voided_on__isnull", True), ("voided_why", "")),
                    models.Q(("voided_on__isnull", False), models.Q(("voided_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="fulfilment_void_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(("fulfilled_on__isnull", True), ("waived_on__isnull", True), _connector="OR"),
                name="fulfilment_settled_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fulfilment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "obligations_fulfilmentevent" ("archived_at", "created_at", "delivered_by_id", "delivered_note", "delivered_on", "disputed_by_id", "disputed_on", "disputed_why", "due_on", "extended_to", "extended_why", "folder_id", "fulfilled_by_id", "fulfilled_note", "fulfilled_on", "id", "is_expected", "notice_on", "obligation_id", "period_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "updated_at", "version", "voided_by_id", "voided_on", "voided_why", "waived_by_id", "waived_on", "waived_why") VALUES (NEW."archived_at", NEW."created_at", NEW."delivered_by_id", NEW."delivered_note", NEW."delivered_on", NEW."disputed_by_id", NEW."disputed_on", NEW."disputed_why", NEW."due_on", NEW."extended_to", NEW."extended_why", NEW."folder_id", NEW."fulfilled_by_id", NEW."fulfilled_note", NEW."fulfilled_on", NEW."id", NEW."is_expected", NEW."notice_on", NEW."obligation_id", NEW."period_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."reason", NEW."updated_at", NEW."version", NEW."voided_by_id", NEW."voided_on", NEW."voided_why", NEW."waived_by_id", NEW."waived_on", NEW."waived_why"); RETURN NULL;',
                    hash="a72fdc073bfba84e918aafc98fab8a56d74fcfa3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d9758",
                    table="obligations_fulfilment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fulfilment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "obligations_fulfilmentevent" ("archived_at", "created_at", "delivered_by_id", "delivered_note", "delivered_on", "disputed_by_id", "disputed_on", "disputed_why", "due_on", "extended_to", "extended_why", "folder_id", "fulfilled_by_id", "fulfilled_note", "fulfilled_on", "id", "is_expected", "notice_on", "obligation_id", "period_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "updated_at", "version", "voided_by_id", "voided_on", "voided_why", "waived_by_id", "waived_on", "waived_why") VALUES (NEW."archived_at", NEW."created_at", NEW."delivered_by_id", NEW."delivered_note", NEW."delivered_on", NEW."disputed_by_id", NEW."disputed_on", NEW."disputed_why", NEW."due_on", NEW."extended_to", NEW."extended_why", NEW."folder_id", NEW."fulfilled_by_id", NEW."fulfilled_note", NEW."fulfilled_on", NEW."id", NEW."is_expected", NEW."notice_on", NEW."obligation_id", NEW."period_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."reason", NEW."updated_at", NEW."version", NEW."voided_by_id", NEW."voided_on", NEW."voided_why", NEW."waived_by_id", NEW."waived_on", NEW."waived_why"); RETURN NULL;',
                    hash="f87724f07a477369a4313a7de38745e4197bdbc1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3167a",
                    table="obligations_fulfilment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fulfilment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "obligations_fulfilmentevent" ("archived_at", "created_at", "delivered_by_id", "delivered_note", "delivered_on", "disputed_by_id", "disputed_on", "disputed_why", "due_on", "extended_to", "extended_why", "folder_id", "fulfilled_by_id", "fulfilled_note", "fulfilled_on", "id", "is_expected", "notice_on", "obligation_id", "period_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "updated_at", "version", "voided_by_id", "voided_on", "voided_why", "waived_by_id", "waived_on", "waived_why") VALUES (OLD."archived_at", OLD."created_at", OLD."delivered_by_id", OLD."delivered_note", OLD."delivered_on", OLD."disputed_by_id", OLD."disputed_on", OLD."disputed_why", OLD."due_on", OLD."extended_to", OLD."extended_why", OLD."folder_id", OLD."fulfilled_by_id", OLD."fulfilled_note", OLD."fulfilled_on", OLD."id", OLD."is_expected", OLD."notice_on", OLD."obligation_id", OLD."period_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."reason", OLD."updated_at", OLD."version", OLD."voided_by_id", OLD."voided_on", OLD."voided_why", OLD."waived_by_id", OLD."waived_on", OLD."waived_why"); RETURN NULL;',
                    hash="c95125b59b654e7ce1dfda662657580489497876",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bcb42",
                    table="obligations_fulfilment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="triggerevent",
            index=models.Index(fields=["alliance", "scope"], name="trigger_event_by_alliance"),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="trigger_event_name_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contested_on__isnull", True), ("contested_why", "")),
                    models.Q(("contested_on__isnull", False), models.Q(("contested_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="trigger_event_contested_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contested_on__isnull", True),
                    models.Q(("received_on__isnull", False), ("contested_on__gte", models.F("received_on"))),
                    _connector="OR",
                ),
                name="trigger_event_contested_once_received",
                violation_error_message="Only what was received can be contested, from that day on.",
            ),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deemed_clause", ""), ("deemed_on__isnull", True)),
                    models.Q(
                        ("deemed_on__isnull", False),
                        ("received_on__isnull", False),
                        models.Q(("deemed_clause", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="trigger_event_deemed_by_clause",
                violation_error_message="What was received is deemed complete by a clause: name it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("voided_on__isnull", True), ("voided_why", "")),
                    models.Q(("voided_on__isnull", False), models.Q(("voided_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="trigger_event_void_with_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="triggerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "obligations_triggereventevent" ("agreement_id", "alliance_id", "archived_at", "clause", "contested_on", "contested_why", "created_at", "deemed_clause", "deemed_on", "expected_on", "id", "name", "note", "occurred_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "received_on", "scope_id", "updated_at", "version", "voided_on", "voided_why", "why") VALUES (NEW."agreement_id", NEW."alliance_id", NEW."archived_at", NEW."clause", NEW."contested_on", NEW."contested_why", NEW."created_at", NEW."deemed_clause", NEW."deemed_on", NEW."expected_on", NEW."id", NEW."name", NEW."note", NEW."occurred_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."public_id", NEW."received_on", NEW."scope_id", NEW."updated_at", NEW."version", NEW."voided_on", NEW."voided_why", NEW."why"); RETURN NULL;',
                    hash="9138aac13c96dccbe32ad18fcfb66375e731e138",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef410",
                    table="obligations_triggerevent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="triggerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "obligations_triggereventevent" ("agreement_id", "alliance_id", "archived_at", "clause", "contested_on", "contested_why", "created_at", "deemed_clause", "deemed_on", "expected_on", "id", "name", "note", "occurred_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "received_on", "scope_id", "updated_at", "version", "voided_on", "voided_why", "why") VALUES (NEW."agreement_id", NEW."alliance_id", NEW."archived_at", NEW."clause", NEW."contested_on", NEW."contested_why", NEW."created_at", NEW."deemed_clause", NEW."deemed_on", NEW."expected_on", NEW."id", NEW."name", NEW."note", NEW."occurred_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."public_id", NEW."received_on", NEW."scope_id", NEW."updated_at", NEW."version", NEW."voided_on", NEW."voided_why", NEW."why"); RETURN NULL;',
                    hash="ef28d6f2bdcfd719d2669d0325db679f22847c67",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_55a94",
                    table="obligations_triggerevent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="triggerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "obligations_triggereventevent" ("agreement_id", "alliance_id", "archived_at", "clause", "contested_on", "contested_why", "created_at", "deemed_clause", "deemed_on", "expected_on", "id", "name", "note", "occurred_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "received_on", "scope_id", "updated_at", "version", "voided_on", "voided_why", "why") VALUES (OLD."agreement_id", OLD."alliance_id", OLD."archived_at", OLD."clause", OLD."contested_on", OLD."contested_why", OLD."created_at", OLD."deemed_clause", OLD."deemed_on", OLD."expected_on", OLD."id", OLD."name", OLD."note", OLD."occurred_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."public_id", OLD."received_on", OLD."scope_id", OLD."updated_at", OLD."version", OLD."voided_on", OLD."voided_why", OLD."why"); RETURN NULL;',
                    hash="ce29c442eb5ca310f8ff2f303421c574ced1f5f6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6f890",
                    table="obligations_triggerevent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="obligationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="aeee65c718f0d30844ccccd8ba692f21d739d3d6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5c529",
                    table="obligations_obligationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded", "gin_trgm_ops"), name="obligation_folded_trgm"
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="obligation_words"),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["alliance", "scope"], name="obligation_by_alliance"),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["-created_at"], name="obligation_by_created"),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="obligation_title_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "financial",
                            "reporting",
                            "notice",
                            "review",
                            "option",
                            "exclusivity",
                            "governance",
                            "safety",
                            "other",
                        ],
                    )
                ),
                name="obligation_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(("responsible__in", ["ours", "partner", "joint"])),
                name="obligation_responsible_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "unit__in",
                        [
                            alliances.obligations.dates.Unit["DAYS"],
                            alliances.obligations.dates.Unit["WORKING_DAYS"],
                            alliances.obligations.dates.Unit["MONTHS"],
                        ],
                    ),
                    (
                        "off_day__in",
                        [
                            alliances.obligations.dates.OffDay["STAYS"],
                            alliances.obligations.dates.OffDay["BEFORE"],
                            alliances.obligations.dates.OffDay["AFTER"],
                        ],
                    ),
                    ("direction__in", ["after", "before"]),
                ),
                name="obligation_rule_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(condition=models.Q(("count__lte", 3660)), name="obligation_count_range"),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("after__isnull", True),
                        ("counts_from", "fixed"),
                        ("event__isnull", True),
                        ("fixed_on__isnull", False),
                        ("period", ""),
                    ),
                    models.Q(
                        ("after__isnull", True),
                        ("counts_from", "event"),
                        ("event__isnull", False),
                        ("fixed_on__isnull", True),
                        ("period", ""),
                    ),
                    models.Q(
                        ("after__isnull", False),
                        ("counts_from", "obligation"),
                        ("event__isnull", True),
                        ("fixed_on__isnull", True),
                        ("period", ""),
                    ),
                    models.Q(
                        ("after__isnull", True),
                        ("counts_from", "period"),
                        ("event__isnull", True),
                        ("first_on__isnull", False),
                        ("fixed_on__isnull", True),
                        (
                            "period__in",
                            [
                                alliances.obligations.dates.Period["MONTH"],
                                alliances.obligations.dates.Period["QUARTER"],
                                alliances.obligations.dates.Period["HALF"],
                                alliances.obligations.dates.Period["YEAR"],
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="obligation_counted_from_one_thing",
                violation_error_message="Say what its day is counted from: a day, an event, another obligation, or a period with the day from which it runs.",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__isnull", True), ("last_on__gte", models.F("first_on")), _connector="OR"),
                name="obligation_periods_in_order",
                violation_error_message="The last period ends before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__isnull", True), ("currency", ""), ("flow", "")),
                    models.Q(("flow__in", ["in", "out"]), ("amount__gt", 0), models.Q(("currency", ""), _negated=True)),
                    _connector="OR",
                ),
                name="obligation_money_whole",
                violation_error_message="Money needs an amount, a currency, and whether we pay or receive it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(("certainty__in", ["firm", "estimate"])), name="obligation_certainty_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("condition_state", "unknown"),
                    models.Q(
                        ("condition_state__in", ["unknown", "met", "not_met"]),
                        models.Q(("condition", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="obligation_condition_given",
                violation_error_message="Say what it depends on, or leave the condition open.",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("after__isnull", True), models.Q(("after", models.F("id")), _negated=True), _connector="OR"
                    ),
                    models.Q(
                        ("implies__isnull", True), models.Q(("implies", models.F("id")), _negated=True), _connector="OR"
                    ),
                ),
                name="obligation_not_after_itself",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="obligation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "obligations_obligationevent" ("after_id", "agreement_id", "alliance_id", "amount", "archived_at", "certainty", "clause", "condition", "condition_state", "count", "counterpart_id", "country", "counts_from", "created_at", "currency", "days_needed", "direction", "event_id", "first_on", "fixed_on", "flow", "folder_id", "id", "implies_id", "keeps_month_end", "kind", "last_on", "note", "off_day", "owner_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "responsible", "scope_id", "subdivision", "title", "unit", "updated_at", "version") VALUES (NEW."after_id", NEW."agreement_id", NEW."alliance_id", NEW."amount", NEW."archived_at", NEW."certainty", NEW."clause", NEW."condition", NEW."condition_state", NEW."count", NEW."counterpart_id", NEW."country", NEW."counts_from", NEW."created_at", NEW."currency", NEW."days_needed", NEW."direction", NEW."event_id", NEW."first_on", NEW."fixed_on", NEW."flow", NEW."folder_id", NEW."id", NEW."implies_id", NEW."keeps_month_end", NEW."kind", NEW."last_on", NEW."note", NEW."off_day", NEW."owner_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."public_id", NEW."responsible", NEW."scope_id", NEW."subdivision", NEW."title", NEW."unit", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="89d430fe2691476c17267d374bfcdf24315ede05",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c3147",
                    table="obligations_obligation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="obligation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."after_id" IS DISTINCT FROM (NEW."after_id") OR OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."alliance_id" IS DISTINCT FROM (NEW."alliance_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."certainty" IS DISTINCT FROM (NEW."certainty") OR OLD."clause" IS DISTINCT FROM (NEW."clause") OR OLD."condition" IS DISTINCT FROM (NEW."condition") OR OLD."condition_state" IS DISTINCT FROM (NEW."condition_state") OR OLD."count" IS DISTINCT FROM (NEW."count") OR OLD."counterpart_id" IS DISTINCT FROM (NEW."counterpart_id") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."counts_from" IS DISTINCT FROM (NEW."counts_from") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."days_needed" IS DISTINCT FROM (NEW."days_needed") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."first_on" IS DISTINCT FROM (NEW."first_on") OR OLD."fixed_on" IS DISTINCT FROM (NEW."fixed_on") OR OLD."flow" IS DISTINCT FROM (NEW."flow") OR OLD."folder_id" IS DISTINCT FROM (NEW."folder_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."implies_id" IS DISTINCT FROM (NEW."implies_id") OR OLD."keeps_month_end" IS DISTINCT FROM (NEW."keeps_month_end") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."last_on" IS DISTINCT FROM (NEW."last_on") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."off_day" IS DISTINCT FROM (NEW."off_day") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."responsible" IS DISTINCT FROM (NEW."responsible") OR OLD."scope_id" IS DISTINCT FROM (NEW."scope_id") OR OLD."subdivision" IS DISTINCT FROM (NEW."subdivision") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "obligations_obligationevent" ("after_id", "agreement_id", "alliance_id", "amount", "archived_at", "certainty", "clause", "condition", "condition_state", "count", "counterpart_id", "country", "counts_from", "created_at", "currency", "days_needed", "direction", "event_id", "first_on", "fixed_on", "flow", "folder_id", "id", "implies_id", "keeps_month_end", "kind", "last_on", "note", "off_day", "owner_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "responsible", "scope_id", "subdivision", "title", "unit", "updated_at", "version") VALUES (NEW."after_id", NEW."agreement_id", NEW."alliance_id", NEW."amount", NEW."archived_at", NEW."certainty", NEW."clause", NEW."condition", NEW."condition_state", NEW."count", NEW."counterpart_id", NEW."country", NEW."counts_from", NEW."created_at", NEW."currency", NEW."days_needed", NEW."direction", NEW."event_id", NEW."first_on", NEW."fixed_on", NEW."flow", NEW."folder_id", NEW."id", NEW."implies_id", NEW."keeps_month_end", NEW."kind", NEW."last_on", NEW."note", NEW."off_day", NEW."owner_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."public_id", NEW."responsible", NEW."scope_id", NEW."subdivision", NEW."title", NEW."unit", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="dc6881e50ebe0b4ead78ab86e4f83675cf634cc3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_67dc6",
                    table="obligations_obligation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="obligation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "obligations_obligationevent" ("after_id", "agreement_id", "alliance_id", "amount", "archived_at", "certainty", "clause", "condition", "condition_state", "count", "counterpart_id", "country", "counts_from", "created_at", "currency", "days_needed", "direction", "event_id", "first_on", "fixed_on", "flow", "folder_id", "id", "implies_id", "keeps_month_end", "kind", "last_on", "note", "off_day", "owner_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "responsible", "scope_id", "subdivision", "title", "unit", "updated_at", "version") VALUES (OLD."after_id", OLD."agreement_id", OLD."alliance_id", OLD."amount", OLD."archived_at", OLD."certainty", OLD."clause", OLD."condition", OLD."condition_state", OLD."count", OLD."counterpart_id", OLD."country", OLD."counts_from", OLD."created_at", OLD."currency", OLD."days_needed", OLD."direction", OLD."event_id", OLD."first_on", OLD."fixed_on", OLD."flow", OLD."folder_id", OLD."id", OLD."implies_id", OLD."keeps_month_end", OLD."kind", OLD."last_on", OLD."note", OLD."off_day", OLD."owner_id", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."public_id", OLD."responsible", OLD."scope_id", OLD."subdivision", OLD."title", OLD."unit", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="f01d4ca9afd6b7a8519f9ff60a00a756da799f7b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cf486",
                    table="obligations_obligation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="triggereventevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e6e93380cf90f60352f0e919ff8949daba17a1e9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d4ced",
                    table="obligations_triggereventevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
