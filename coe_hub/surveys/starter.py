"""Starter questionnaires: read from `surveys/starter`, written through the same actions a curator uses."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, translate_all
from coe_hub.publishing.asked import LETTERS, Asked, OnlyIf, Way, write_asked
from coe_hub.publishing.models import BlockKind, Content, ContentKind
from coe_hub.surveys.actions.questionnaires import publish_edition
from coe_hub.surveys.models import Questionnaire

FOLDER = Path(__file__).resolve().parent / "starter"
SOURCE = settings.LANGUAGE_CODE


def files() -> Iterator[Path]:
    """The starter questionnaires, in the order of their names."""
    return iter(sorted(FOLDER.glob("*.json")))


@transaction.atomic
def load_questionnaire(file: Path, *, author: User, approver: User, position: int) -> bool:
    """Publish one starter questionnaire with its translations; False where its address is taken already.

    Raises `ValidationError`, and writes nothing, where a question has not the form of one.
    """
    if Content.objects.filter(kind=ContentKind.QUESTIONNAIRE, slug=file.stem).exists():
        return False
    data = json.loads(file.read_text(encoding="utf-8"))
    draft = create_content(
        kind=ContentKind.QUESTIONNAIRE, slug=file.stem, words=questionnaire_words(data, SOURCE), by=author
    )
    publish_edition(draft=draft, by=approver, alone=author == approver)
    for language in data["title"]:
        if language != SOURCE:
            words = questionnaire_words(data, language)
            translate_all(edition=draft, language=language, words=words, by=author, approver=approver)
    questionnaire = Questionnaire(content=draft.content, use=data["use"], minutes=data["minutes"], position=position)
    questionnaire.full_clean()
    questionnaire.save()
    return True


def questionnaire_words(data: Mapping[str, Any], language: str) -> list[Words]:
    """The blocks of a questionnaire in one language."""
    words = [Words(key=name, kind=BlockKind.LINE, text=data[name][language]) for name in ("title", "purpose")]
    for theme in data["themes"]:
        words.append(Words(key=theme["key"], kind=BlockKind.THEME, text=theme["name"][language]))
        for row in theme["questions"]:
            text = write_asked(_asked(row, language, data["ends"]))
            words.append(Words(key=row["key"], kind=BlockKind.ASKED, text=text))
    keys = [one.key for one in words]
    if len(keys) != len(set(keys)):
        raise ValueError(f"A key stands twice in {data['title'][SOURCE]}.")
    return words


def _asked(row: Mapping[str, Any], language: str, ends: Mapping[str, list[str]]) -> Asked:
    way = Way(row.get("way", Way.SCALE))
    low, high = row.get("ends", ends)[language] if way == Way.SCALE else ("", "")
    options = row.get("options", {}).get(language, [])
    only_if = OnlyIf(row["only_if"][0], tuple(row["only_if"][1].split())) if "only_if" in row else None
    return Asked(
        key=row["key"],
        text=row["text"][language],
        way=way,
        ends=(low, high),
        options=tuple(zip(LETTERS, options, strict=False)),
        only_if=only_if,
    )
