"""One Japanese word for each of ours, as `docs/glossary-ja.md` has it."""

import json
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from coe_hub.vocabulary.management.commands import load_starter

CATALOGUE = Path(settings.BASE_DIR, "coe_hub/locale/ja/LC_MESSAGES/django.po")
_ROW = re.compile(r"^\| (?P<english>[^|]+) \| (?P<japanese>[^|]+) \| (?P<others>[^|]+) \|$", re.MULTILINE)
ROWS = [
    pytest.param(row["japanese"], row["others"].split("、"), id=row["english"])
    for row in _ROW.finditer(Path(settings.BASE_DIR, "docs/glossary-ja.md").read_text(encoding="utf-8"))
    if row["english"] != "English"
]


@pytest.fixture(scope="module")
def said() -> list[str]:
    """All Japanese of the catalogue, and the words every hub starts with but synonyms, which are other words."""
    with CATALOGUE.open("rb") as file:
        messages = [one.string for one in read_po(file, locale="ja") if one.id]
    texts = [text for one in messages for text in ([one] if isinstance(one, str) else one)]
    rows = json.loads(load_starter.STARTER.read_text(encoding="utf-8"))
    words = [word for kind, found in rows.items() if kind != "synonyms" for word in found]
    return texts + [word["names"]["ja"] for word in words if "ja" in word.get("names", {})]


@pytest.mark.parametrize(("japanese", "others"), ROWS)
def test_each_thing_has_one_word(japanese: str, others: list[str], said: list[str]) -> None:
    assert [text for text in said if japanese in text] != []
    assert [text for text in said for other in others if other in text] == []


def test_what_is_said_of_a_mail_says_when_it_goes() -> None:
    """A box that has a mail sent later does not say that it is sent now, and the other way round."""
    with CATALOGUE.open("rb") as file:
        pairs = [(one.id, one.string) for one in read_po(file, locale="ja") if isinstance(one.id, str)]
    of_mail = [(english, japanese) for english, japanese in pairs if re.search(r"\b(mails?|link)\b", english)]
    now, later = re.compile("今すぐ|ただちに|すぐに"), re.compile(r"when it is due|before (its|the) day|\blater\b")
    assert [one for one in of_mail if one[0].endswith("by mail now") and not now.search(one[1])] == []
    assert [one for one in of_mail if later.search(one[0]) and now.search(one[1])] == []
    said = dict(pairs)
    assert said["Remind them by mail when it is due"] == "期日が近づいたらメールでお知らせする"
    assert said["Tell people at the partner by mail now"] == "提携先の担当者に今すぐメールで知らせる"
