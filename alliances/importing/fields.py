"""What can be said of an alliance in a file, and how lists of other people's call it."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import DateField
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from alliances.importing.lookups import Vocabulary, vocabularies
from alliances.partnerships.columns import alliance_columns
from coe_hub.imports.kinds import About, Field
from coe_hub.imports.options import ADDED, normal
from coe_hub.imports.words import additions
from coe_hub.lib.columns import heading
from coe_hub.vocabulary.models import AllianceType, Stage, TherapeuticArea, Word

_NAMED = (
    "name",
    "reference",
    "partners",
    "our_organisation",
    "type",
    "stage",
    "purpose",
    "therapeutic_area",
    "starts_on",
    "ends_on",
    "lead",
    "scope",
    "review_months",
    "last_reviewed_on",
)
# Columns that a file does not say: the type goes by a shorter name, and a code name is given by hand.
_NOT_READ = {"alliance_type", "code_name"}
FIELDS = (*_NAMED, *(name for name in Alliance.EDITABLE if name not in {*_NAMED, *_NOT_READ}))
# A default for these would make every alliance the same one.
OWN_TO_EACH = ("name", "reference")

_CALLED = {
    "name": (
        *("alliance", "alliance name", "partnership", "partnership name", "project", "project name", "study title"),
        *(
            "title",
            "collaboration",
            "deal name",
            "アライアンス",
            "アライアンス名",
            "提携名",
            "案件",
            "案件名",
            "プロジェクト名",
        ),
    ),
    "reference": (
        *("nct number", "contract number", "contract no", "contract no.", "agreement number", "deal id", "alliance id"),
        *("ref", "ref.", "id", "契約番号", "管理番号", "案件番号"),
    ),
    "partners": (
        *("partner", "company", "partner company", "partner name", "collaborator", "collaborators", "counterparty"),
        *("パートナー", "パートナー企業", "提携先", "会社", "会社名", "相手先", "企業名"),
    ),
    "our_organisation": ("sponsor", "our company", "our entity", "legal entity", "affiliate", "当社", "自社", "当社側"),
    "type": (
        *("deal type", "alliance type", "type of alliance", "type of deal", "partnership type", "agreement type"),
        *("種類", "提携種別", "契約種別", "提携形態"),
    ),
    "stage": ("study status", "alliance status", "deal status", "alliance stage", "ステージ", "段階", "進捗"),
    "purpose": ("objective", "objectives", "scope of work", "description", "目的", "概要", "内容"),
    "therapeutic_area": ("therapy area", "ta", "disease area", "indication area", "領域", "疾患領域", "治療領域"),
    "starts_on": (
        *("start", "start date", "effective date", "begins", "begin date", "commencement", "commencement date"),
        *("開始", "開始日", "契約開始日", "発効日"),
    ),
    "ends_on": (
        *("end", "end date", "completion date", "expiry", "expiry date", "expiration", "expiration date", "expires"),
        *("term end", "終了", "終了日", "契約終了日", "満了日"),
    ),
    "tags": ("tag", "labels", "label", "keywords", "タグ", "ラベル", "キーワード"),
    "lead": (
        *("alliance mgr", "alliance manager", "alliance lead", "am", "owner", "responsible", "担当", "担当者"),
        *("責任者", "アライアンスマネージャー", "アライアンス担当"),
    ),
}
# Headings that older exports wrote.
_FORMER = {"scope": ("who_may_see_it",)}
_LABELS = {
    "partners": _("Partners"),
    "our_organisation": _("Our side"),
    "type": _("Type"),
    "scope": _("Who may see it"),
    "last_reviewed_on": _("Last review"),
}
_ABOUT = {
    "partners": About.ORGANISATION,
    "our_organisation": About.ORGANISATION,
    "lead": About.PERSON,
    "starts_on": About.DAY,
    "ends_on": About.DAY,
}
_ADDED: dict[str, type[Word]] = {"type": AllianceType, "stage": Stage, "therapeutic_area": TherapeuticArea}
# Words that say little of which column they stand in.
_NOT_BY_CONTENT = {"scope", "is_key_partner", "is_growth_critical"}


def fields() -> list[Field]:
    """All of them, in their order."""
    words, exported = vocabularies(), _exported()
    return [_field(name, words.get(name), exported.get(name, ())) for name in FIELDS]


def _field(name: str, words: Vocabulary | None, exported: Collection[str]) -> Field:
    about = _ABOUT.get(name) or (About.WORD if words else About.DAY if _is_day(name) else About.TEXT)
    by_content = words is not None and name not in _NOT_BY_CONTENT
    adds, add = additions(_ADDED[name]) if name in _ADDED else (None, None)
    if name == "lead":
        adds, add = _new_person, lambda *, name, like: f"{ADDED}{name}"
    return Field(
        name,
        label_of(name),
        about,
        headings=(*exported, *_FORMER.get(name, ())),
        called=_CALLED.get(name, ()),
        knows=(lambda text: words.find(text) is not None) if words and by_content else None,
        words=(lambda: list(words.offered)) if words else None,
        adds=adds,
        add=add,
        is_own_to_each=name in OWN_TO_EACH,
        has_default=name not in {*OWN_TO_EACH, "partners"},
    )


def _new_person() -> list[tuple[str, str]]:
    """Made with the alliances, in the organisation of whoever imports, and undone with them."""
    return [("person", gettext("A new person of your organisation"))]


def label_of(name: str) -> Any:
    """What people call a field."""
    if name in _LABELS:
        return _LABELS[name]
    return heading(Alliance, name)


def _is_day(name: str) -> bool:
    return isinstance(Alliance._meta.get_field(name), DateField)


def _exported() -> dict[str, list[str]]:
    """Field → headings of our own export, in every language."""
    found: dict[str, list[str]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column in alliance_columns():
                if column.code in FIELDS:
                    found.setdefault(column.code, []).append(normal(column.heading))
    return found


def missing(there: Collection[str]) -> list[str]:
    """A file without references must name each alliance and its partners; one with them may hold updates only."""
    if "reference" in there and len(set(there)) > 1:
        return []
    return [name for name in ("name", "partners") if name not in there]


def several(separator: str) -> dict[str, str]:
    """Fields that hold several organisations, with what stands between them: as our own export joins those of our
    side."""
    return {"partners": separator, "our_organisation": "|"}
