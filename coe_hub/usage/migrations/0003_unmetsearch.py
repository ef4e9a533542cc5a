"""Searches without a result."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("usage", "0002_usageevent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnmetSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=8)),
                ("searched_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["text"], name="unmet_search_by_text")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "text", "searched_on"), name="unmet_search_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="unmet_search_text_given"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="unmet_search_answer_has_time",
                    ),
                ],
            },
        ),
    ]
