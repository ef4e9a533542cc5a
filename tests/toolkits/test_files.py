"""Files that are made for readers: in one language, under a name that says what they are, filled in in one pass."""

import io
import re
from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from alliances.core.models import Alliance, Side
from coe_hub.lib.dates import date_text
from coe_hub.publishing.actions import Words, on_the_desk, publish, published, translate_all, write_draft
from coe_hub.publishing.models import Edition
from coe_hub.publishing.reading import BLANK
from coe_hub.vocabulary.models import AllianceRole
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_person, make_user
from tests.toolkits.data import WORDS
from toolkits.models import Tool
from toolkits.starter import folders, load_tool

SignIn = Callable[..., Client]
_TEXTS = [
    "議事録",
    "決めたことを残す。",
    "合同会議のあと。",
    "二人の電話には使わない。",
    "決定は失われやすい。",
    "決定から書く。",
    "アライアンス: {alliance}\n提携先: {partners}\nスポンサー: {sponsor}",
]
JAPANESE = [Words(key=one.key, kind=one.kind, text=text) for one, text in zip(WORDS, _TEXTS, strict=True)]


def _starter(slug: str, desk: SimpleNamespace) -> Tool:
    folder = next(folder for folder in folders() if folder.name == slug)
    load_tool(folder, author=desk.author, approver=desk.other, position=1)
    return Tool.objects.select_related("content").get(content__slug=slug)


def _rows(content: bytes) -> list[list[str]]:
    """Every row of every table."""
    return [[cell.text for cell in row.cells] for table in Document(io.BytesIO(content)).tables for row in table.rows]


def _edges(content: bytes) -> tuple[str, str]:
    section = Document(io.BytesIO(content)).sections[0]
    return section.header.paragraphs[0].text, section.footer.paragraphs[0].text


def _name(response: object) -> str:
    disposition = response["Content-Disposition"]
    return unquote(disposition.partition("utf-8''")[2]) or disposition.partition('filename="')[2].rstrip('"')


@pytest.fixture
def staffed(alliance: Alliance) -> Alliance:
    """An alliance with people in many roles on both sides, none of them its lead but one."""
    for name, role, side in (
        ("Sven Science", "scientific_lead", Side.OURS),
        ("Selma Science", "scientific_lead", Side.THEIRS),
        ("Mara Manager", "alliance_manager", Side.OURS),
        ("Nils Manager", "alliance_manager", Side.THEIRS),
        ("Edda Sponsor", "executive_sponsor", Side.OURS),
        ("Carl Chair", "committee_co_chair", Side.OURS),
        ("Lena Law", "legal_contact", Side.OURS),
        ("Ludo Law", "legal_contact", Side.THEIRS),
        ("Fred Finance", "finance_contact", Side.THEIRS),
        ("Tim Team", "team_member", Side.OURS),
        ("Tina Team", "team_member", Side.OURS),
    ):
        make_member(alliance, make_person(name), role=role, side=side)
    return alliance


def _filled(tool: Tool, alliance: Alliance, client: Client, query: str = "") -> bytes:
    return client.get(reverse("alliance_tool", args=[alliance.public_id, tool.content.slug]) + query).content


def test_each_role_of_each_side_stands_where_it_is_asked(
    staffed: Alliance, desk: SimpleNamespace, cast: Cast, sign_in: SignIn
) -> None:
    rows = _rows(_filled(_starter("who-does-what", desk), staffed, sign_in(cast.viewer)))
    start = rows.index(["Role", "We", "Partner"])
    assert rows[start + 1 : start + 10] == [
        ["Lead of the science or the programme", "Sven Science", "Selma Science"],
        ["Alliance manager", "Mara Manager", "Nils Manager"],
        ["Sponsor", "Edda Sponsor", ""],
        ["Working team", "Tim Team, Tina Team", ""],
        ["Legal", "Lena Law", "Ludo Law"],
        ["Patents", "", ""],
        ["Finance", "", "Fred Finance"],
        ["Quality", "", ""],
        ["Safety", "", ""],
    ]


def test_the_lead_stands_in_nobody_elses_row(
    alliance: Alliance, desk: SimpleNamespace, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.viewer)
    charter = _rows(_filled(_starter("one-page-charter", desk), alliance, client))
    assert [row for row in charter if row[0] == "Scientific lead"] == [["Scientific lead", "", ""]]
    role = _rows(_filled(_starter("the-alliance-managers-role", desk), alliance, client))
    assert [row for row in role if row[0].startswith("Leads the science")] == [
        ["Leads the science or the programme", ""]
    ]
    principles = _rows(_filled(_starter("guiding-principles", desk), alliance, client))
    assert [row for row in principles if "alliance lead" in row[0]] == [
        ["Our alliance lead", str(alliance.lead)],
        ["Partner’s alliance lead", ""],
    ]


def test_a_role_that_an_admin_adds_has_its_blank(
    tool: Tool, alliance: Alliance, cast: Cast, desk: SimpleNamespace, sign_in: SignIn
) -> None:
    AllianceRole.objects.create(code="bench_liaison", names={"en": "Bench liaison"})
    make_member(alliance, make_person("Bea Bench"), role="bench_liaison", side=Side.THEIRS)
    words = [one for one in WORDS if one.kind != "fields"]
    words.append(Words(key="who", kind="fields", text="Theirs: {their_bench_liaison}\nOurs: {our_bench_liaison}"))
    _rewrite(tool, words, desk)
    assert _rows(_filled(tool, alliance, sign_in(cast.viewer))) == [["Theirs", "Bea Bench"], ["Ours", ""]]


def _rewrite(tool: Tool, words: list[Words], desk: SimpleNamespace) -> Edition:
    write_draft(content=tool.content, words=words, by=desk.author, change_note="a", version=-1)
    publish(draft=on_the_desk(tool.content), by=desk.other)
    return published(tool.content)


def test_a_value_with_braces_is_not_filled_in_again(tool: Tool, cast: Cast, sign_in: SignIn) -> None:
    alliance = make_alliance("Braces {purpose} {lead}", by=cast.lead, purpose="Secret", partners=["{alliance} Ltd"])
    assert _rows(_filled(tool, alliance, sign_in(cast.lead)))[:2] == [
        ["Alliance", "Braces {purpose} {lead}"],
        ["Partners", "{alliance} Ltd"],
    ]


def test_a_word_file_that_is_filled_in_says_for_what_on_each_page_and_has_no_example(
    staffed: Alliance, desk: SimpleNamespace, cast: Cast, sign_in: SignIn
) -> None:
    tool, client = _starter("one-page-charter", desk), sign_in(cast.viewer)
    Alliance.objects.filter(pk=staffed.pk).update(reference="KA-7")
    found = {}
    for query in ("", "?example"):
        content = _filled(tool, staffed, client, query)
        headings = [one.text for one in Document(io.BytesIO(content)).paragraphs if one.style.name == "Heading 2"]
        found[query] = (_edges(content)[0], headings)
    head = f"{staffed.name} · KA-7"
    assert found == {"": (head, []), "?example": (head, ["Filled-in example"])}
    plain = client.get(reverse("tool_download", args=[tool.toolkit, tool.content.slug])).content
    assert (_edges(plain)[0], _texts_of_headings(plain)) == ("", ["Filled-in example"])


def _texts_of_headings(content: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(content)).paragraphs if one.style.name == "Heading 2"]


def test_a_worksheet_says_whose_it_is_and_its_example_has_a_sheet_of_its_own(
    staffed: Alliance, desk: SimpleNamespace, cast: Cast, sign_in: SignIn
) -> None:
    tool, client = _starter("obligation-and-milestone-tracker", desk), sign_in(cast.viewer)
    partners = ", ".join(str(party) for party in staffed.parties.filter(side="theirs"))
    today = date_text(timezone.localdate())
    head = (
        f"Alliance: {staffed.name}    Reference: {BLANK}    Partner: {partners}"
        f"    Alliance manager: Mara Manager    Date: {today}"
    )
    blank = f"Alliance: {BLANK}    Reference: {BLANK}    Partner: {BLANK}    Alliance manager: {BLANK}    Date: {BLANK}"
    plain = client.get(reverse("tool_download", args=[tool.toolkit, tool.content.slug])).content
    found = [
        _sheets(content)
        for content in (_filled(tool, staffed, client), _filled(tool, staffed, client, "?example"), plain)
    ]
    first = "Pay cost share, last quarter"
    with_example = ["Read me", "Obligations", "Filled-in example"]
    assert found == [
        (["Read me", "Obligations"], head, None, None),
        (with_example, head, None, first),
        (with_example, blank, None, first),
    ]


def _sheets(content: bytes) -> tuple[list[str], str, object, object]:
    """Names of the sheets, the head of the tracker, its first row, the first row of the example."""
    book = load_workbook(io.BytesIO(content))
    example = book["Filled-in example"]["A5"].value if "Filled-in example" in book.sheetnames else None
    return book.sheetnames, book["Obligations"]["A2"].value, book["Obligations"]["A5"].value, example


def test_the_language_is_chosen_at_the_download_and_every_word_is_in_it(
    tool: Tool, alliance: Alliance, desk: SimpleNamespace, cast: Cast, sign_in: SignIn
) -> None:
    translate_all(edition=published(tool.content), language="ja", words=JAPANESE, by=desk.author, approver=desk.other)
    client = sign_in(cast.viewer)
    address = reverse("alliance_tool", args=[alliance.public_id, tool.content.slug])
    found = {language: client.get(f"{address}?language={language}") for language in ("en", "ja")}
    assert {language: _name(one) for language, one in found.items()} == {
        "en": "Kestrel × Northwind KRAS degraders – Minutes and what to capture.docx",
        "ja": "Kestrel × Northwind KRAS degraders – 議事録.docx",
    }
    assert [row[0] for row in _rows(found["ja"].content)] == ["アライアンス", "提携先", "スポンサー"]
    assert client.get(f"{address}?language=xx").status_code == 404


def test_what_is_not_translated_comes_in_english_and_says_so(
    tool: Tool, alliance: Alliance, desk: SimpleNamespace, cast: Cast, sign_in: SignIn
) -> None:
    cast.viewer.language = "ja"
    cast.viewer.save(update_fields=["language"])
    Alliance.objects.filter(pk=alliance.pk).update(starts_on="2026-02-01")
    client = sign_in(cast.viewer)
    response = client.get(reverse("alliance_tool", args=[alliance.public_id, tool.content.slug]))
    assert _name(response) == "Kestrel × Northwind KRAS degraders – Minutes and what to capture.docx"
    edition = published(tool.content)
    when = f"{edition.published_at:%-d %b %Y}"
    assert _edges(response.content)[1].partition("\t")[0] == (
        f"Guidance: adapt it, or skip it with a reason. Edition 1, {when}. "
        "There is no complete Japanese translation yet: this is the original."
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A/B: <C> “D”?", "A B C “D” – Minutes and what to capture.docx"),
        ("杜都 × ケストレル", "杜都 × ケストレル – Minutes and what to capture.docx"),
        ("..hidden. ", "hidden – Minutes and what to capture.docx"),
        ("あ" * 100, "あ" * 35 + "… – Minutes and what to capture.docx"),
        ('"; filename="evil.exe', "; filename= evil.exe – Minutes and what to capture.docx"),
    ],
)
def test_a_file_carries_the_name_of_the_alliance_in_any_script(
    tool: Tool, cast: Cast, sign_in: SignIn, name: str, expected: str
) -> None:
    alliance = make_alliance(name, by=cast.lead)
    response = sign_in(cast.lead).get(reverse("alliance_tool", args=[alliance.public_id, tool.content.slug]))
    assert _name(response) == expected


def test_the_page_offers_the_languages_there_are(tool: Tool, desk: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(make_user("Rita Reader"))
    assert client.get(tool.get_absolute_url()).context["entry"].file_languages == [("en", "English")]
    translate_all(edition=published(tool.content), language="ja", words=JAPANESE, by=desk.author, approver=desk.other)
    assert client.get(tool.get_absolute_url()).context["entry"].file_languages == [("en", "English"), ("ja", "日本語")]


def test_a_page_has_one_rule_to_write_on_too(tool: Tool, sign_in: SignIn) -> None:
    markup = sign_in(make_user("Rita Reader")).get(tool.get_absolute_url()).content.decode()
    assert re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", markup)[:3] == [
        ("Alliance", ""),
        ("Partners", ""),
        ("Sponsor", ""),
    ]
