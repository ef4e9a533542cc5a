"""Reviews move out of the alliances' core; their tables stay where they are."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coe_hub.lib.places
import coe_hub.lib.records
import coe_hub.lib.text
from coe_hub.lib.moves import drop_triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alliances", "0005_rooms"),
        ("people", "0003_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="was due")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("on_track", "On track"), ("watch", "Watch"), ("at_risk", "At risk")],
                                max_length=8,
                                verbose_name="outcome",
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
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "alliance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="alliances.alliance",
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
                    options={
                        "db_table": "alliances_review",
                    },
                ),
                migrations.CreateModel(
                    name="ReviewAppointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=coe_hub.lib.records.new_public_id, editable=False, max_length=12, unique=True
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived"),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="starts at")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(10),
                                    django.core.validators.MaxValueValidator(480),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                max_length=64,
                                validators=[coe_hub.lib.places.validate_time_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                validators=[
                                    coe_hub.lib.text.refuse_control_characters,
                                    coe_hub.lib.text.refuse_line_breaks,
                                ],
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
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cancelled"),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=500,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "alliance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="appointments",
                                to="alliances.alliance",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "review",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointment",
                                to="reviews.review",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "alliances_reviewappointment",
                    },
                ),
                migrations.CreateModel(
                    name="ReviewAppointmentEvent",
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
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived"),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="starts at")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(10),
                                    django.core.validators.MaxValueValidator(480),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                max_length=64,
                                validators=[coe_hub.lib.places.validate_time_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                validators=[
                                    coe_hub.lib.text.refuse_control_characters,
                                    coe_hub.lib.text.refuse_line_breaks,
                                ],
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
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cancelled"),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=500,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="reason",
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
                                to="reviews.reviewappointment",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="reviews.review",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "alliances_reviewappointmentevent",
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReviewEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="was due")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("on_track", "On track"), ("watch", "Watch"), ("at_risk", "At risk")],
                                max_length=8,
                                verbose_name="outcome",
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
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                                to="reviews.review",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "alliances_reviewevent",
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReviewInvitee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitees",
                                to="reviews.reviewappointment",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "alliances_reviewinvitee",
                    },
                ),
                migrations.CreateModel(
                    name="ReviewInviteeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "appointment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="reviews.reviewappointment",
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
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="reviews.reviewinvitee",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "alliances_reviewinviteeevent",
                        "abstract": False,
                    },
                ),
                migrations.AddIndex(
                    model_name="review",
                    index=models.Index(fields=["alliance", "-held_on", "-id"], name="review_by_date"),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["on_track", "watch", "at_risk"])),
                        name="review_outcome_known",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reviewappointment",
                    index=models.Index(fields=["starts_at"], name="appointment_by_start"),
                ),
                migrations.AddConstraint(
                    model_name="reviewappointment",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True), ("review__isnull", True)),
                        fields=("alliance",),
                        name="appointment_one_open_per_alliance",
                        violation_error_message="There is an appointment for the next review already. Change that one.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewappointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("minutes__range", (10, 480))), name="appointment_minutes_range"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewappointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cancelled_at__isnull", True), ("review__isnull", True), _connector="OR"),
                        name="appointment_cancelled_or_held",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewappointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), ("cancelled_at__isnull", False), _connector="OR"),
                        name="appointment_reason_for_cancelling",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewinvitee",
                    constraint=models.UniqueConstraint(fields=("appointment", "person"), name="review_invitee_once"),
                ),
            ]
        ),
        drop_triggers("alliances_review", "alliances_reviewappointment", "alliances_reviewinvitee"),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "alliances_reviewevent" ("alliance_id", "by_id", "created_at", "due_on", "held_on", "id", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."alliance_id", NEW."by_id", NEW."created_at", NEW."due_on", NEW."held_on", NEW."id", NEW."note", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="f2d735260fd2ddb48be66c9c53a6f9047ae17346",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7a7c1",
                    table="alliances_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "alliances_reviewevent" ("alliance_id", "by_id", "created_at", "due_on", "held_on", "id", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."alliance_id", NEW."by_id", NEW."created_at", NEW."due_on", NEW."held_on", NEW."id", NEW."note", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="a6f226e26202453d024af484064912b38e79806a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b34c8",
                    table="alliances_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "alliances_reviewevent" ("alliance_id", "by_id", "created_at", "due_on", "held_on", "id", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."alliance_id", OLD."by_id", OLD."created_at", OLD."due_on", OLD."held_on", OLD."id", OLD."note", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="13167c8af57d58c9283d70e27725f4f74a526565",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_98b05",
                    table="alliances_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewappointment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "alliances_reviewappointmentevent" ("alliance_id", "archived_at", "by_id", "cancelled_at", "created_at", "dial_in", "id", "minutes", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "reason", "review_id", "sequence", "starts_at", "time_zone", "updated_at", "version") VALUES (NEW."alliance_id", NEW."archived_at", NEW."by_id", NEW."cancelled_at", NEW."created_at", NEW."dial_in", NEW."id", NEW."minutes", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."public_id", NEW."reason", NEW."review_id", NEW."sequence", NEW."starts_at", NEW."time_zone", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="1baf16a6beff07d0fd7536d8cceeb742da3b74b2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5ba85",
                    table="alliances_reviewappointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewappointment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "alliances_reviewappointmentevent" ("alliance_id", "archived_at", "by_id", "cancelled_at", "created_at", "dial_in", "id", "minutes", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "reason", "review_id", "sequence", "starts_at", "time_zone", "updated_at", "version") VALUES (NEW."alliance_id", NEW."archived_at", NEW."by_id", NEW."cancelled_at", NEW."created_at", NEW."dial_in", NEW."id", NEW."minutes", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."public_id", NEW."reason", NEW."review_id", NEW."sequence", NEW."starts_at", NEW."time_zone", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="7720a7a45f03f39aa48f63adb6710f94d09cd36f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fe192",
                    table="alliances_reviewappointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewappointment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "alliances_reviewappointmentevent" ("alliance_id", "archived_at", "by_id", "cancelled_at", "created_at", "dial_in", "id", "minutes", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "reason", "review_id", "sequence", "starts_at", "time_zone", "updated_at", "version") VALUES (OLD."alliance_id", OLD."archived_at", OLD."by_id", OLD."cancelled_at", OLD."created_at", OLD."dial_in", OLD."id", OLD."minutes", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."public_id", OLD."reason", OLD."review_id", OLD."sequence", OLD."starts_at", OLD."time_zone", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="81e733674d71ff7d1f21e5d7218d33822cc999b7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_92bf4",
                    table="alliances_reviewappointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewappointmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5a71fe88cb2e7fd8efd27d8684348a376d0cd68a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4b9e6",
                    table="alliances_reviewappointmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d6a5d01a5afcf0f2c089aa81544361f040c1d1b2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_92188",
                    table="alliances_reviewevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewinvitee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "alliances_reviewinviteeevent" ("appointment_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."appointment_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="b42d5482933cc8d5939d35fb9e0983f104e2ccb8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_baf3e",
                    table="alliances_reviewinvitee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewinvitee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "alliances_reviewinviteeevent" ("appointment_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."appointment_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="07e24fa781be2afa90cf7c95891444188b00957e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_20318",
                    table="alliances_reviewinvitee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewinvitee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "alliances_reviewinviteeevent" ("appointment_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."appointment_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="eaa259e78c841657dcdca56101b881b9de3e24ab",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_856be",
                    table="alliances_reviewinvitee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewinviteeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="02c964f5765ded228d48dffa26907062a1515acd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_68ab0",
                    table="alliances_reviewinviteeevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
