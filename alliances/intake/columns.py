"""Which cell of a row says what: the fields of a row, and the headings that lists of obligations have."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from coe_hub.lib.text import as_seen

# What a row may say, each with its heading.
FIELDS: dict[str, Promise] = {
    "alliance": gettext_lazy("Alliance"),
    "clause": gettext_lazy("Clause"),
    "title": gettext_lazy("What is owed"),
    "due": gettext_lazy("When it is due"),
    "kind": gettext_lazy("Kind"),
    "responsible": gettext_lazy("Owed by"),
    "owner": gettext_lazy("Seen to by"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "money": gettext_lazy("Money"),
    "certainty": gettext_lazy("The amount is"),
    "agreement": gettext_lazy("Agreement"),
    "programme": gettext_lazy("Programme"),
    "condition": gettext_lazy("Only if"),
    "first_on": gettext_lazy("First period ends from"),
    "last_on": gettext_lazy("Last period ends by"),
    "days_needed": gettext_lazy("Days needed for it"),
    "counterpart": gettext_lazy("Counterpart at the partner"),
    "note": gettext_lazy("Note"),
}

# How else people head such columns, in English and Japanese. Earlier ones go before later ones of the same file.
_ALSO = {
    "alliance": (
        "alliance reference", "alliance ref", "reference", "alliance name", "partnership", "アライアンス番号",
        "提携番号", "管理番号", "アライアンス名", "提携", "提携名", "案件", "案件名",
    ),
    "clause": ("section", "article", "§", "cl.", "条項", "条", "条文", "条項番号"),
    "title": ("obligation", "description", "title", "what", "義務", "義務内容", "内容", "件名", "概要"),
    "due": (
        "rule", "due rule", "when", "timing", "deadline", "due date", "due on", "due_on", "due", "by when", "date",
        "期日ルール", "期限", "期日", "履行期限", "時期", "いつ",
    ),
    "kind": ("type", "category", "種別", "区分", "分類"),
    "responsible": (
        "responsible", "party", "responsible party", "by", "obligor", "義務者", "責任者", "当事者", "負担者", "履行者",
    ),
    "owner": ("owner", "responsible person", "our owner", "担当", "担当者", "社内担当"),
    "amount": ("sum", "value", "金額", "額"),
    "currency": ("ccy", "cur", "通貨"),
    "money": ("direction", "in/out", "in or out", "flow", "収支", "支払・受取"),
    "certainty": ("firm or estimate", "確度"),
    "agreement": ("contract", "契約", "契約書"),
    "programme": ("program", "project", "プログラム", "プロジェクト"),
    "condition": ("condition", "if", "条件"),
    "first_on": ("first period", "from", "開始"),
    "last_on": ("last period", "until", "終了"),
    "days_needed": ("lead days", "lead time", "notice days", "準備日数"),
    "counterpart": ("counterpart", "partner contact", "相手方担当者", "カウンターパート"),
    "note": ("notes", "comment", "comments", "remarks", "備考", "注記", "メモ"),
}  # fmt: skip


@cache
def headings() -> dict[str, str]:
    """Heading, as `as_seen` writes it → field: our own in every language, names of fields, and what people write."""
    found = {as_seen(name.replace("_", " ")): name for name in FIELDS} | {name: name for name in FIELDS}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for name, label in FIELDS.items():
                found.setdefault(as_seen(str(label)), name)
    for name, words in _ALSO.items():
        for word in words:
            found.setdefault(as_seen(word), name)
    return found


def headings_of(name: str) -> tuple[str, ...]:
    """Every heading of a field, as `as_seen` writes it, the more usual ones first."""
    found = [heading for heading, field in headings().items() if field == name]
    return tuple(sorted(found, key=lambda heading: _rank(name, heading)))


def fields_of(cells: Sequence[str], fields: Sequence[str]) -> list[str]:
    """Which of `fields` each heading is; "" of none. Of two that could be the same one, that of our own name or, else,
    the one more usual goes before; the other is left alone."""
    known = [name if (name := headings().get(as_seen(cell), "")) in fields else "" for cell in cells]
    for name in set(known) - {""}:
        places = [place for place, one in enumerate(known) if one == name]
        best = min(places, key=lambda place: (_rank(name, cells[place]), place))
        for place in places:
            known[place] = name if place == best else ""
    return known


def _rank(name: str, heading: str) -> int:
    words = [as_seen(word) for word in _ALSO[name]]
    return words.index(as_seen(heading)) + 1 if as_seen(heading) in words else 0
