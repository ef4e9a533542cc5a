"""The quiz of a course becomes part of the edition that readers see, and tries and answers point into it."""

import itertools

from django.db import migrations

# What refuses these changes, for good reason, to everybody else.
_CLOSED = """
SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE relname IN ('publishing_block', 'training_quizattempt', 'training_answer') AND (
    starts_with(tgname, 'pgtrigger_only_on_the_desk_')
    OR starts_with(tgname, 'pgtrigger_submitted_stays_')
    OR starts_with(tgname, 'pgtrigger_answer_stays_')
)
"""
_KEYS = "abcdefgh"


def move(apps, schema_editor):
    def rows(room, model):
        # Of the connection that migrates: the application's own has neither the rights nor what is set below.
        return apps.get_model(room, model).objects.using(schema_editor.connection.alias)

    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_CLOSED)
        names = ",".join(name for (name,) in cursor.fetchall())
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{names}}}"])
        for course in rows("training", "Course").order_by("pk"):
            _move_course(rows, course)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")


def _move_course(rows, course):
    edition = rows("publishing", "Edition").filter(content=course.content_id, state="published").first()
    if edition is None:
        return
    blocks = rows("publishing", "Block").filter(edition=edition)
    places = itertools.count((blocks.order_by("-position").values_list("position", flat=True).first() or 0) + 1)
    options = rows("training", "Option").order_by("position", "pk")
    answers = rows("training", "Answer")
    for question in rows("training", "Question").filter(course=course).order_by("position", "pk"):
        offered = list(options.filter(question=question))
        block = blocks.create(
            edition=edition,
            key=_free_key(question.key, blocks),
            kind="question",
            position=next(places),
            text=_text(question, offered, "en"),
        )
        block.refresh_from_db()
        _translate(rows, edition, block, question, offered)
        for key, option in zip(_KEYS, offered, strict=False):
            answers.filter(option=option).update(question=block.key, choice=key)
    rows("training", "QuizAttempt").filter(enrolment__course=course).update(edition=edition)


def _free_key(key, blocks):
    """The question's own, unless another block has it."""
    taken = set(blocks.values_list("key", flat=True))
    return next(one for one in itertools.chain([key], (f"{key}-{n}" for n in itertools.count(2))) if one not in taken)


def _translate(rows, edition, block, question, offered):
    texts = [question.texts, *(one.texts for one in offered), *(one.feedbacks for one in offered)]
    for language in sorted(set.intersection(*(set(one) for one in texts)) - {"en"}):
        rows("publishing", "BlockTranslation").create(
            content_id=edition.content_id,
            language=language,
            key=block.key,
            text=_text(question, offered, language),
            source_hash=block.text_hash,
            translated_by_id=edition.author_id,
            approved_by_id=edition.approved_by_id,
        )


def _text(question, offered, language):
    """As `coe_hub.publishing.questions` reads it."""
    opens, closes = "[]" if question.kind == "multiple" else "()"
    lines = [question.texts[language], ""]
    for option in offered:
        lines.append(f"{opens}{'x' if option.is_correct else ' '}{closes} {option.texts[language]}")
        lines += [f"> {line}" for line in option.feedbacks[language].splitlines()]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0002_quizzes_in_editions"),
        ("publishing", "0006_pilots_and_quizzes"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
