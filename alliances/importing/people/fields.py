"""What a list can say of a person, and how lists of other people's call it."""

from collections.abc import Collection
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from alliances.importing.lookups import Vocabulary, words
from coe_hub.imports.kinds import About, Field
from coe_hub.imports.words import additions
from coe_hub.lib.columns import heading
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import AllianceRole, Function

COLUMNS = (
    *("family_name", "given_name", "latin_name", "reading", "email", "phone", "job_title", "local_job_title"),
    *("function", "about"),
)
FIELDS = ("name", *COLUMNS[:5], "organisation", *COLUMNS[5:], "alliance", "roles")
_LABELS = {
    "name": _("Name"),
    "organisation": _("Organisation"),
    "alliance": _("Alliance"),
    "roles": _("Roles on the alliance"),
}
_CALLED = {
    "name": ("full name", "contact", "contact name", "person", "氏名", "名前", "担当者名"),
    "family_name": ("last name", "surname", "family", "姓"),
    "given_name": ("first name", "forename", "given", "名"),
    "latin_name": ("name in english", "english name", "romaji", "ローマ字", "英語名", "英字氏名"),
    "reading": ("kana", "furigana", "フリガナ", "ふりがな", "カナ", "読み", "氏名カナ"),
    "email": ("e-mail", "mail", "email address", "e-mail address", "メール", "メールアドレス", "eメール"),
    "phone": ("telephone", "tel", "mobile", "電話", "電話番号"),
    "organisation": ("company", "organization", "employer", "affiliation", "会社", "会社名", "所属", "企業名"),
    "job_title": ("title", "position", "job", "役職", "職位"),
    "function": ("department", "team", "unit", "部署", "部門", "所属部署"),
    "alliance": (
        "alliance name",
        "project",
        "partnership",
        "アライアンス",
        "アライアンス名",
        "提携",
        "案件",
        "プロジェクト",
    ),
    "roles": ("role", "role on the alliance", "roles", "役割", "担当役割"),
}


def vocabularies() -> dict[str, Vocabulary]:
    """Words of a person, by field."""
    return {
        "function": words(Function, held=attrgetter("function_id")),
        "roles": words(AllianceRole, held=lambda _row: None),
    }


def fields() -> list[Field]:
    """All of them, in their order."""
    known = vocabularies()
    about = {"organisation": About.ORGANISATION, "function": About.WORD, "roles": About.WORD}
    found = []
    for name in FIELDS:
        adds, add = additions(Function if name == "function" else AllianceRole) if name in known else (None, None)
        found.append(
            Field(
                name,
                label_of(name),
                about.get(name, About.TEXT),
                called=_CALLED.get(name, ()),
                words=_offered(known[name]) if name in known else None,
                knows=_is_address if name == "email" else None,
                adds=adds,
                add=add,
            )
        )
    return found


def _offered(vocabulary: Vocabulary) -> Any:
    return lambda: list(vocabulary.offered)


def _is_address(text: str) -> bool:
    return "@" in text and " " not in text


def label_of(name: str) -> Any:
    """What people call a field."""
    if name in _LABELS:
        return _LABELS[name]
    return heading(Person, name)


def missing(there: Collection[str]) -> list[str]:
    """Everybody needs a name, and somewhere to belong or an address by which they are known."""
    found = [] if {"name", "family_name"} & set(there) else ["name"]
    return found if {"organisation", "email"} & set(there) else [*found, "organisation"]
