"""Meetings, their agendas and their minutes."""

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

import coe_hub.lib.places
import coe_hub.lib.records
import coe_hub.lib.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("action_items", "0004_folder"),
        ("attachments", "0001_initial"),
        ("committees", "0001_initial"),
        ("people", "0006_finding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
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
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "title",
                    models.CharField(
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="item",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decide", "Decide"),
                            ("endorse", "Endorse"),
                            ("discuss", "Discuss"),
                            ("inform", "Inform"),
                        ],
                        default="discuss",
                        max_length=7,
                        verbose_name="to",
                    ),
                ),
                (
                    "minutes_long",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "pre_read_due_on",
                    models.DateField(
                        blank=True,
                        help_text="The day by which the pre-read is here.",
                        null=True,
                        verbose_name="pre-read by",
                    ),
                ),
                (
                    "source_label",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="comes from"),
                ),
                ("source_url", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "said",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=20000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not dealt with yet"),
                            ("done", "Dealt with"),
                            ("carried", "Stays open for the next meeting"),
                        ],
                        default="",
                        editable=False,
                        max_length=7,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("title"),
                            django.db.models.functions.text.Concat(
                                models.F("note"),
                                models.Value(" "),
                                models.F("said"),
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
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="meetings.agendaitem",
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
                    "presenter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="presented by",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        default="guest",
                        max_length=9,
                        verbose_name="role",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not noted yet"),
                            ("present", "Present"),
                            ("stand_in", "Sent a stand-in"),
                            ("absent", "Absent"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="presence",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "stood_in_by",
                    models.ForeignKey(
                        blank=True,
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
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(
                        help_text="What the minutes say there, what is right, and who agreed to it.",
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="correction",
                    ),
                ),
                ("corrected_on", models.DateField(verbose_name="day")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="meetings.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
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
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                (
                    "minutes_long",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(960),
                        ],
                        verbose_name="length",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64, validators=[coe_hub.lib.places.validate_time_zone], verbose_name="time zone"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="place",
                    ),
                ),
                ("dial_in", models.URLField(blank=True, max_length=1000, verbose_name="dial-in link")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("called_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="called")),
                (
                    "agenda_sent_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="agenda sent"),
                ),
                ("held_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="held")),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cancelled")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="reason",
                    ),
                ),
                ("call_by", models.DateField(blank=True, editable=False, null=True, verbose_name="to be called by")),
                ("pre_reads_by", models.DateField(blank=True, editable=False, null=True, verbose_name="pre-reads by")),
                ("minutes_by", models.DateField(blank=True, editable=False, null=True, verbose_name="minutes by")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="committees.committee"
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
            ],
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
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
                        default="guest",
                        max_length=9,
                        verbose_name="role",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not noted yet"),
                            ("present", "Present"),
                            ("stand_in", "Sent a stand-in"),
                            ("absent", "Absent"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="presence",
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
                        to="meetings.attendance",
                    ),
                ),
                (
                    "stood_in_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="stand-in",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="attendance",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="attendance", to="meetings.meeting"
            ),
        ),
        migrations.CreateModel(
            name="AgendaItemEvent",
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
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "title",
                    models.CharField(
                        max_length=300,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="item",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decide", "Decide"),
                            ("endorse", "Endorse"),
                            ("discuss", "Discuss"),
                            ("inform", "Inform"),
                        ],
                        default="discuss",
                        max_length=7,
                        verbose_name="to",
                    ),
                ),
                (
                    "minutes_long",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "pre_read_due_on",
                    models.DateField(
                        blank=True,
                        help_text="The day by which the pre-read is here.",
                        null=True,
                        verbose_name="pre-read by",
                    ),
                ),
                (
                    "source_label",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="comes from"),
                ),
                ("source_url", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "said",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=20000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not dealt with yet"),
                            ("done", "Dealt with"),
                            ("carried", "Stays open for the next meeting"),
                        ],
                        default="",
                        editable=False,
                        max_length=7,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.agendaitem",
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
                        to="meetings.agendaitem",
                    ),
                ),
                (
                    "presenter",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="presented by",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="meetings.meeting"
            ),
        ),
        migrations.CreateModel(
            name="MeetingAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_action",
                        to="action_items.actionitem",
                    ),
                ),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="meetings.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actions", to="meetings.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="action_items.actionitem",
                    ),
                ),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="meetings.meetingaction",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingEvent",
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
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                (
                    "minutes_long",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(960),
                        ],
                        verbose_name="length",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64, validators=[coe_hub.lib.places.validate_time_zone], verbose_name="time zone"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="place",
                    ),
                ),
                ("dial_in", models.URLField(blank=True, max_length=1000, verbose_name="dial-in link")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="note",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("called_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="called")),
                (
                    "agenda_sent_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="agenda sent"),
                ),
                ("held_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="held")),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cancelled")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=500,
                        validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                        verbose_name="reason",
                    ),
                ),
                ("call_by", models.DateField(blank=True, editable=False, null=True, verbose_name="to be called by")),
                ("pre_reads_by", models.DateField(blank=True, editable=False, null=True, verbose_name="pre-reads by")),
                ("minutes_by", models.DateField(blank=True, editable=False, null=True, verbose_name="minutes by")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Minutes",
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
                    "opening",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=20000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="summary",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("circulated", "Sent to both sides"),
                            ("final", "Approved and final"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("circulated_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent")),
                ("silent_on", models.DateField(blank=True, editable=False, null=True, verbose_name="final after")),
                ("approved_on", models.DateField(blank=True, editable=False, null=True, verbose_name="approved")),
                (
                    "approved_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not yet"),
                            ("meeting", "Approved at a meeting"),
                            ("silence", "Nobody objected in time"),
                            ("confirmed", "Everybody asked has confirmed them"),
                        ],
                        default="",
                        editable=False,
                        max_length=9,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "approved_at_meeting",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approves",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="minutes", to="meetings.meeting"
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="written by",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CorrectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "text",
                    models.TextField(
                        help_text="What the minutes say there, what is right, and who agreed to it.",
                        max_length=4000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="correction",
                    ),
                ),
                ("corrected_on", models.DateField(verbose_name="day")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="meetings.correction",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.minutes",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="correction",
            name="minutes",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="meetings.minutes"
            ),
        ),
        migrations.CreateModel(
            name="MinutesComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Partner side")], max_length=6, verbose_name="side"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=4000, validators=[coe_hub.lib.text.refuse_control_characters], verbose_name="comment"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="meetings.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="meetings.minutes"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MinutesCommentEvent",
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
                (
                    "text",
                    models.TextField(
                        max_length=4000, validators=[coe_hub.lib.text.refuse_control_characters], verbose_name="comment"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.agendaitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "answered_by",
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
                    "minutes",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.minutes",
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
                        to="meetings.minutescomment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MinutesEvent",
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
                    "opening",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=20000,
                        validators=[coe_hub.lib.text.refuse_control_characters],
                        verbose_name="summary",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("circulated", "Sent to both sides"),
                            ("final", "Approved and final"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("circulated_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent")),
                ("silent_on", models.DateField(blank=True, editable=False, null=True, verbose_name="final after")),
                ("approved_on", models.DateField(blank=True, editable=False, null=True, verbose_name="approved")),
                (
                    "approved_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not yet"),
                            ("meeting", "Approved at a meeting"),
                            ("silence", "Nobody objected in time"),
                            ("confirmed", "Everybody asked has confirmed them"),
                        ],
                        default="",
                        editable=False,
                        max_length=9,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "approved_at_meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="meetings.minutes",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MinutesReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Partner side")], max_length=6, verbose_name="side"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="meetings.minutes"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MinutesReaderEvent",
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
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "minutes",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="meetings.minutes",
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
                        to="meetings.minutesreader",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["committee", "-starts_at"], name="meeting_by_committee"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["starts_at"], name="meeting_by_start"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes_long__range", (10, 960))), name="meeting_length_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"),
                name="meeting_held_or_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), ("cancelled_at__isnull", False), _connector="OR"),
                name="meeting_reason_for_cancelling",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="only_before_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM meetings_minutes WHERE meeting_id IN (NEW.id, OLD.id) AND state = 'final'\n) THEN\n    RAISE EXCEPTION 'The minutes of this meeting are final: write a dated correction.'\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="a71a84796d7a95c1c851d389ffa5a5a7e8fde103",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_only_before_final_4fdbf",
                    table="meetings_meeting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_meetingevent" ("agenda_sent_at", "archived_at", "by_id", "call_by", "called_at", "cancelled_at", "committee_id", "created_at", "dial_in", "folder_id", "held_at", "id", "minutes_by", "minutes_long", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "pre_reads_by", "public_id", "reason", "sequence", "starts_at", "time_zone", "updated_at", "version") VALUES (NEW."agenda_sent_at", NEW."archived_at", NEW."by_id", NEW."call_by", NEW."called_at", NEW."cancelled_at", NEW."committee_id", NEW."created_at", NEW."dial_in", NEW."folder_id", NEW."held_at", NEW."id", NEW."minutes_by", NEW."minutes_long", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."pre_reads_by", NEW."public_id", NEW."reason", NEW."sequence", NEW."starts_at", NEW."time_zone", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="e1e858e32d5314567d8eee5b3f642ac89811c324",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_61d9e",
                    table="meetings_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_meetingevent" ("agenda_sent_at", "archived_at", "by_id", "call_by", "called_at", "cancelled_at", "committee_id", "created_at", "dial_in", "folder_id", "held_at", "id", "minutes_by", "minutes_long", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "pre_reads_by", "public_id", "reason", "sequence", "starts_at", "time_zone", "updated_at", "version") VALUES (NEW."agenda_sent_at", NEW."archived_at", NEW."by_id", NEW."call_by", NEW."called_at", NEW."cancelled_at", NEW."committee_id", NEW."created_at", NEW."dial_in", NEW."folder_id", NEW."held_at", NEW."id", NEW."minutes_by", NEW."minutes_long", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."pre_reads_by", NEW."public_id", NEW."reason", NEW."sequence", NEW."starts_at", NEW."time_zone", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="adc62bf113a3c188efbe332441778157871b3a4e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_495b8",
                    table="meetings_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_meetingevent" ("agenda_sent_at", "archived_at", "by_id", "call_by", "called_at", "cancelled_at", "committee_id", "created_at", "dial_in", "folder_id", "held_at", "id", "minutes_by", "minutes_long", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "pre_reads_by", "public_id", "reason", "sequence", "starts_at", "time_zone", "updated_at", "version") VALUES (OLD."agenda_sent_at", OLD."archived_at", OLD."by_id", OLD."call_by", OLD."called_at", OLD."cancelled_at", OLD."committee_id", OLD."created_at", OLD."dial_in", OLD."folder_id", OLD."held_at", OLD."id", OLD."minutes_by", OLD."minutes_long", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."pre_reads_by", OLD."public_id", OLD."reason", OLD."sequence", OLD."starts_at", OLD."time_zone", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="856227d38b0f0e25c763040c63d1a45f2f7d73cc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4bf26",
                    table="meetings_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendanceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c4d0488822c783a9f4da7dadce2288f10bbaf0f8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ae376",
                    table="meetings_attendanceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("meeting", "person"), name="attendance_once"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["ours", "theirs"])), name="attendance_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["co_chair", "member", "secretary", "observer", "guest"])),
                name="attendance_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("presence__in", ["", "present", "stand_in", "absent"])),
                name="attendance_presence_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stood_in_by__isnull", True),
                    models.Q(("presence", "stand_in"), models.Q(("stood_in_by", models.F("person")), _negated=True)),
                    _connector="OR",
                ),
                name="attendance_stand_in_came",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="only_before_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM meetings_minutes WHERE meeting_id IN (NEW.meeting_id, OLD.meeting_id) AND state = 'final'\n) THEN\n    RAISE EXCEPTION 'The minutes of this meeting are final: write a dated correction.'\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="4cadc8f314af63c4332712e1a58e61cafdfe6f13",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_only_before_final_ef60a",
                    table="meetings_attendance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_attendanceevent" ("id", "meeting_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "role", "side", "stood_in_by_id") VALUES (NEW."id", NEW."meeting_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."presence", NEW."role", NEW."side", NEW."stood_in_by_id"); RETURN NULL;',
                    hash="64a9c7503b3fe724740e2602ceb04727fb6fa350",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f595f",
                    table="meetings_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_attendanceevent" ("id", "meeting_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "role", "side", "stood_in_by_id") VALUES (NEW."id", NEW."meeting_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."presence", NEW."role", NEW."side", NEW."stood_in_by_id"); RETURN NULL;',
                    hash="8f4c16532540cf00817fff740f64829ba2a70601",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_870cb",
                    table="meetings_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_attendanceevent" ("id", "meeting_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "role", "side", "stood_in_by_id") VALUES (OLD."id", OLD."meeting_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."presence", OLD."role", OLD."side", OLD."stood_in_by_id"); RETURN NULL;',
                    hash="64313efe18405b087d8b8842aed9e362e9556ea2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_774f3",
                    table="meetings_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1b8de708c8bd890b145ba1a7c1536a2aac70cd27",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6ea58",
                    table="meetings_agendaitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=models.Index(fields=["meeting", "position"], name="agenda_item_in_order"),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="agenda_item_words"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="agenda_item_title_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["decide", "endorse", "discuss", "inform"])),
                name="agenda_item_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "done", "carried"])), name="agenda_item_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("carried_from__isnull", True),
                    models.Q(("carried_from", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="agenda_item_carried_on",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="only_before_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM meetings_minutes WHERE meeting_id IN (NEW.meeting_id, OLD.meeting_id) AND state = 'final'\n) THEN\n    RAISE EXCEPTION 'The minutes of this meeting are final: write a dated correction.'\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="fe313b94f19073826326888d679b33c72c1aade9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_only_before_final_bd4f8",
                    table="meetings_agendaitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_agendaitemevent" ("archived_at", "carried_from_id", "created_at", "folder_id", "id", "kind", "meeting_id", "minutes_long", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "pre_read_due_on", "presenter_id", "public_id", "said", "source_label", "source_url", "title", "updated_at", "version") VALUES (NEW."archived_at", NEW."carried_from_id", NEW."created_at", NEW."folder_id", NEW."id", NEW."kind", NEW."meeting_id", NEW."minutes_long", NEW."note", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."pre_read_due_on", NEW."presenter_id", NEW."public_id", NEW."said", NEW."source_label", NEW."source_url", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="c89ffdb97a0f2322a86f8260ccc3a2735c329253",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f98e2",
                    table="meetings_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."carried_from_id" IS DISTINCT FROM (NEW."carried_from_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."folder_id" IS DISTINCT FROM (NEW."folder_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."minutes_long" IS DISTINCT FROM (NEW."minutes_long") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."pre_read_due_on" IS DISTINCT FROM (NEW."pre_read_due_on") OR OLD."presenter_id" IS DISTINCT FROM (NEW."presenter_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."said" IS DISTINCT FROM (NEW."said") OR OLD."source_label" IS DISTINCT FROM (NEW."source_label") OR OLD."source_url" IS DISTINCT FROM (NEW."source_url") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "meetings_agendaitemevent" ("archived_at", "carried_from_id", "created_at", "folder_id", "id", "kind", "meeting_id", "minutes_long", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "pre_read_due_on", "presenter_id", "public_id", "said", "source_label", "source_url", "title", "updated_at", "version") VALUES (NEW."archived_at", NEW."carried_from_id", NEW."created_at", NEW."folder_id", NEW."id", NEW."kind", NEW."meeting_id", NEW."minutes_long", NEW."note", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."pre_read_due_on", NEW."presenter_id", NEW."public_id", NEW."said", NEW."source_label", NEW."source_url", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="0444ede603c3c9e0783225ca349683f22c4fa782",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca6ee",
                    table="meetings_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_agendaitemevent" ("archived_at", "carried_from_id", "created_at", "folder_id", "id", "kind", "meeting_id", "minutes_long", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "pre_read_due_on", "presenter_id", "public_id", "said", "source_label", "source_url", "title", "updated_at", "version") VALUES (OLD."archived_at", OLD."carried_from_id", OLD."created_at", OLD."folder_id", OLD."id", OLD."kind", OLD."meeting_id", OLD."minutes_long", OLD."note", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."pre_read_due_on", OLD."presenter_id", OLD."public_id", OLD."said", OLD."source_label", OLD."source_url", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="d2806c3cf9b1ece97603025bb7a7bff42b99d3d1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2c12a",
                    table="meetings_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingaction",
            trigger=pgtrigger.compiler.Trigger(
                name="only_before_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM meetings_minutes WHERE meeting_id IN (NEW.meeting_id, OLD.meeting_id) AND state = 'final'\n) THEN\n    RAISE EXCEPTION 'The minutes of this meeting are final: write a dated correction.'\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="d013ec31d183e5c8160450993ec3bfeb634575ec",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_only_before_final_eaa4c",
                    table="meetings_meetingaction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_meetingactionevent" ("action_id", "agenda_item_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."agenda_item_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="9ec57a163d86e3734a5ab47d326ab8f322ca4e55",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c03c",
                    table="meetings_meetingaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingaction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_meetingactionevent" ("action_id", "agenda_item_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."agenda_item_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="92ae2e8bb29fb513ada02ab1f8f2186311ac50db",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_27a99",
                    table="meetings_meetingaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingaction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_meetingactionevent" ("action_id", "agenda_item_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."action_id", OLD."agenda_item_id", OLD."id", OLD."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="38d791dc5d5160b160dffebb6745f2393ff6b05c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0bcbe",
                    table="meetings_meetingaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingactionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="76e731047cc6322ccf950994ea417e2c88418501",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_57906",
                    table="meetings_meetingactionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="161adc4dee7601797a02097cded16f6fce0bad5d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b4ce",
                    table="meetings_meetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="minutes",
            index=models.Index(fields=["state", "silent_on"], name="minutes_by_silence"),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "circulated", "final"])), name="minutes_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("circulated_at__isnull", False), _connector="OR"),
                name="minutes_sent_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_on__isnull", False),
                        ("state", "final"),
                        models.Q(("approved_how", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "final"), _negated=True), ("approved_how", ""), ("approved_on__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="minutes_final_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_at_meeting__isnull", True), ("approved_how", "meeting"), _connector="OR"),
                name="minutes_approved_at_meeting",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="final_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.state = 'final' THEN\n    RAISE EXCEPTION 'The minutes of this meeting are final: write a dated correction.'\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="de5d0817abd017a0e16c9139f4058179df7204bf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_final_for_good_e3238",
                    table="meetings_minutes",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesevent" ("approved_at_meeting_id", "approved_how", "approved_on", "archived_at", "circulated_at", "created_at", "id", "meeting_id", "opening", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorder_id", "silent_on", "state", "updated_at", "version") VALUES (NEW."approved_at_meeting_id", NEW."approved_how", NEW."approved_on", NEW."archived_at", NEW."circulated_at", NEW."created_at", NEW."id", NEW."meeting_id", NEW."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."recorder_id", NEW."silent_on", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="dfaf68481d06ad51e23109ea459999d8aef22f16",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_61343",
                    table="meetings_minutes",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_minutesevent" ("approved_at_meeting_id", "approved_how", "approved_on", "archived_at", "circulated_at", "created_at", "id", "meeting_id", "opening", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorder_id", "silent_on", "state", "updated_at", "version") VALUES (NEW."approved_at_meeting_id", NEW."approved_how", NEW."approved_on", NEW."archived_at", NEW."circulated_at", NEW."created_at", NEW."id", NEW."meeting_id", NEW."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."recorder_id", NEW."silent_on", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="4e9f37924c66e8b25be51dde0e19a1a9b9a134b4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_324d9",
                    table="meetings_minutes",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesevent" ("approved_at_meeting_id", "approved_how", "approved_on", "archived_at", "circulated_at", "created_at", "id", "meeting_id", "opening", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorder_id", "silent_on", "state", "updated_at", "version") VALUES (OLD."approved_at_meeting_id", OLD."approved_how", OLD."approved_on", OLD."archived_at", OLD."circulated_at", OLD."created_at", OLD."id", OLD."meeting_id", OLD."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."recorder_id", OLD."silent_on", OLD."state", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="fc1784dcfe921385bf763ea3af713bac62410ac1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f9949",
                    table="meetings_minutes",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correctionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="831be5e7c76877d8d706506ac01d3af66355536b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cb563",
                    table="meetings_correctionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="minutes_correction_text_given"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_as_written",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="84222195e06c92d6c92c5eeeb36c4607f4d11143",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_stays_as_written_db328",
                    table="meetings_correction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="only_of_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NOT EXISTS (SELECT 1 FROM meetings_minutes WHERE id = NEW.minutes_id AND state = 'final') THEN\n    RAISE EXCEPTION 'Only final minutes are corrected.' USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="ad74f44e699f89a8f946c317a343205b417cebc7",
                    operation="INSERT",
                    pgid="pgtrigger_only_of_final_17d3b",
                    table="meetings_correction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_correctionevent" ("agenda_item_id", "by_id", "corrected_on", "created_at", "id", "minutes_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."agenda_item_id", NEW."by_id", NEW."corrected_on", NEW."created_at", NEW."id", NEW."minutes_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="87cf1d50532d76ddbe5ccdc4b9f09ec204f603bd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_66dd4",
                    table="meetings_correction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_correctionevent" ("agenda_item_id", "by_id", "corrected_on", "created_at", "id", "minutes_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."agenda_item_id", NEW."by_id", NEW."corrected_on", NEW."created_at", NEW."id", NEW."minutes_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="182d2dabcac1d6e81d806b313651aecc4a7060b7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d63a7",
                    table="meetings_correction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_correctionevent" ("agenda_item_id", "by_id", "corrected_on", "created_at", "id", "minutes_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."agenda_item_id", OLD."by_id", OLD."corrected_on", OLD."created_at", OLD."id", OLD."minutes_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;',
                    hash="8d380f8bf19956c7857857949a3303a110c2a9e7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6c985",
                    table="meetings_correction",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="minutes_comment_text_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["ours", "theirs"])), name="minutes_comment_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="minutes_comment_answered_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescomment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutescommentevent" ("agenda_item_id", "answer", "answered_at", "answered_by_id", "created_at", "id", "minutes_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "text") VALUES (NEW."agenda_item_id", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."created_at", NEW."id", NEW."minutes_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."side", NEW."text"); RETURN NULL;',
                    hash="460f4669763af412e7586c2b0f4bcee587e6bdc7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cc2cf",
                    table="meetings_minutescomment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescomment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_minutescommentevent" ("agenda_item_id", "answer", "answered_at", "answered_by_id", "created_at", "id", "minutes_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "text") VALUES (NEW."agenda_item_id", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."created_at", NEW."id", NEW."minutes_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."side", NEW."text"); RETURN NULL;',
                    hash="bf983fdcfa23e54a6acd05c514ef05f273dbb8ef",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_adf1e",
                    table="meetings_minutescomment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescomment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutescommentevent" ("agenda_item_id", "answer", "answered_at", "answered_by_id", "created_at", "id", "minutes_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "text") VALUES (OLD."agenda_item_id", OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."created_at", OLD."id", OLD."minutes_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."side", OLD."text"); RETURN NULL;',
                    hash="e1fd7ecd78269d6add72d1c9b8d8a7fe30792361",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_04a5b",
                    table="meetings_minutescomment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescommentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="865332ce43327a6ac87edb89c9634ce5d66b24b2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fa919",
                    table="meetings_minutescommentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b701fcd3b8b35bc763085b9187ff2a1029e1c90a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_16281",
                    table="meetings_minutesevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesreader",
            constraint=models.UniqueConstraint(fields=("minutes", "person"), name="minutes_reader_once"),
        ),
        migrations.AddConstraint(
            model_name="minutesreader",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["ours", "theirs"])), name="minutes_reader_side_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesreader",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesreaderevent" ("asked_at", "confirmed_at", "id", "minutes_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side") VALUES (NEW."asked_at", NEW."confirmed_at", NEW."id", NEW."minutes_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."side"); RETURN NULL;',
                    hash="1170ca0c72e723cac6a5729c57a187216e774046",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9264b",
                    table="meetings_minutesreader",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesreader",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_minutesreaderevent" ("asked_at", "confirmed_at", "id", "minutes_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side") VALUES (NEW."asked_at", NEW."confirmed_at", NEW."id", NEW."minutes_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."side"); RETURN NULL;',
                    hash="1d147856e04142f755f9a55903d55fdfe225d294",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f0256",
                    table="meetings_minutesreader",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesreader",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesreaderevent" ("asked_at", "confirmed_at", "id", "minutes_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side") VALUES (OLD."asked_at", OLD."confirmed_at", OLD."id", OLD."minutes_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."side"); RETURN NULL;',
                    hash="6c9cc65c20b740bd8e5984e7acd5a761bb9f2995",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_026d9",
                    table="meetings_minutesreader",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesreaderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b5dbe423d659bf7d3c21bca2b1bada4db8e371fb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_54052",
                    table="meetings_minutesreaderevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
