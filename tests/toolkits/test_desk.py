"""A curator writes, previews, publishes and updates; translators see exactly what changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coe_hub import due
from coe_hub.publishing.actions import Words, on_the_desk, publish, published, translate
from tests.toolkits.data import WORDS
from toolkits.actions import create_tool
from toolkits.models import Tool

SignIn = Callable[..., Client]


def _typed(client: Client, tool: Tool, **changes: str) -> dict[str, Any]:
    form = client.get(reverse("tool_edit", args=[tool.content.slug])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value is not None and value is not False}
    return data | changes


def test_a_new_tool_is_seen_by_nobody_until_it_is_published(desk: Any, sign_in: SignIn) -> None:
    facts = {"toolkit": "commercial", "weight": "light", "practice": "optional", "minutes": "10", "phases": ["running"]}
    data = {"title": "Launch call", "purpose": "Ten minutes before launch."} | facts
    response = sign_in(desk.author).post(reverse("tool_create"), data)
    tool = Tool.objects.get()
    assert response["Location"] == reverse("tool_edit", args=["launch-call"])
    assert sign_in(desk.other).get(tool.get_absolute_url()).status_code == 404


def test_saving_begins_an_edition_and_readers_keep_the_former_one(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client = sign_in(desk.author)
    data = _typed(client, tool, **{"block-how": "Write dissent too.", "change_note": "dissent"})
    client.post(reverse("tool_edit", args=[tool.content.slug]), data)
    assert on_the_desk(tool.content).blocks.get(key="how").text == "Write dissent too."
    assert published(tool.content).blocks.get(key="how").text == WORDS[5].text


def test_lines_that_a_browser_ends_its_own_way_are_no_change(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client = sign_in(desk.author)
    typed = _typed(client, tool, **{"block-how": "Write dissent too."})
    as_browsers_do = {name: str(value).replace("\n", "\r\n") for name, value in typed.items()}
    client.post(reverse("tool_edit", args=[tool.content.slug]), as_browsers_do)
    hashes = [dict(one.blocks.values_list("key", "text_hash")) for one in tool.content.editions.order_by("number")]
    assert [key for key in hashes[0] if hashes[0][key] != hashes[1][key]] == ["how"]


def test_the_author_asks_and_another_curator_publishes(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    author, other = sign_in(desk.author), sign_in(desk.other)
    edit, move = (reverse(name, args=[tool.content.slug]) for name in ("tool_edit", "tool_move"))
    author.post(edit, _typed(author, tool, **{"block-how": "Write dissent too.", "change_note": "dissent"}))
    author.post(move, {"step": "publish", "version": on_the_desk(tool.content).version})
    assert published(tool.content).number == 1
    author.post(move, {"step": "submit", "version": on_the_desk(tool.content).version})
    other.post(move, {"step": "publish", "version": on_the_desk(tool.content).version})
    assert (published(tool.content).number, published(tool.content).approved_by) == (2, desk.other)


def test_two_curators_on_one_tool_get_the_merge_page(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    author, other = sign_in(desk.author), sign_in(desk.other)
    edit = reverse("tool_edit", args=[tool.content.slug])
    author.post(edit, _typed(author, tool))
    mine = _typed(author, tool, **{"block-how": "Mine."})
    other.post(edit, _typed(other, tool, **{"block-how": "Theirs."}))
    response = author.post(edit, mine)
    clash = response.context["conflicts"][0]
    assert (response.status_code, clash.theirs, clash.mine) == (409, "Theirs.", "Mine.")
    assert on_the_desk(tool.content).blocks.get(key="how").text == "Theirs."


def _parts(tool: Tool) -> list[tuple[str, str]]:
    blocks = on_the_desk(tool.content).blocks.exclude(kind="line")
    return list(blocks.in_order().values_list("key", "text"))


def test_parts_are_added_anywhere_and_nobody_thinks_of_their_ids(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client = sign_in(desk.author)
    edit = reverse("tool_edit", args=[tool.content.slug])
    for place in ("1", "2"):
        client.post(edit, _typed(client, tool, new_kind="text", new_place=place, new_text="**How** to begin"))
    client.post(edit, _typed(client, tool, new_kind="table", new_text="| What | Who |\n|---|---|\n| a | b |"))
    assert [key for key, _text in _parts(tool)] == ["how-to-begin", "how-to-begin-2", "how", "who", "what-who"]
    labels = [
        str(field.label) for name, field in client.get(edit).context["form"].fields.items() if name.startswith("block-")
    ]
    assert labels == [
        "Text: How to begin",
        "Text: How to begin",
        "Text: Write the decision first.",
        "Fields to fill in: Alliance, Partners, Sponsor",
        "Table: What Who",
    ]


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [("c", "1", "cab"), ("a", "3", "bca"), ("b", "1", "bac"), ("b", "3", "acb"), ("a", "", "abc"), ("c", "2", "acb")],
)
def test_a_part_moves_to_the_place_that_is_typed(
    moved: str, place: str, order: str, desk: Any, sign_in: SignIn
) -> None:
    words = [*WORDS[:5], *(Words(key=key, kind="text", text=f"Part {key}") for key in "abc")]
    facts = {"toolkit": "research", "minutes": 5, "phases": ["running"], "weight": "light", "practice": "core"}
    tool = create_tool(title="Log", words=words, by=desk.author, **facts)
    client = sign_in(desk.author)
    client.post(reverse("tool_edit", args=["log"]), _typed(client, tool, **{f"place-{moved}": place}))
    assert "".join(key for key, _text in _parts(tool)) == order


def _translated(client: Client, page: str, **texts: str) -> dict[str, str]:
    """What the page of a translation posts with these texts typed into it."""
    form = client.get(page).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields if not name.startswith("fresh-")}
    return shown | {f"text-{key}": text for key, text in texts.items()}


def test_two_who_translate_one_tool_overwrite_nothing_unseen(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    one, two = sign_in(desk.author), sign_in(desk.other)
    page = reverse("tool_translate", args=[tool.content.slug, "ja"])
    one.post(page, _translated(one, page, title="議事録", how="決定を先に書く。"))
    opened = _translated(two, page, title="議事録と記録")
    both = _translated(two, page, how="反対意見も書く。")
    one.post(page, _translated(one, page, how="決定を最初に書く。"))

    def texts() -> dict[str, str]:
        return dict(tool.content.translations.filter(language="ja").values_list("key", "text"))

    two.post(page, opened)  # the other part as it was opened
    assert texts() == {"title": "議事録と記録", "how": "決定を最初に書く。"}
    form = two.post(page, both).context["form"]
    assert form.errors == {
        "text-how": [
            "Somebody else wrote this part meanwhile: “決定を最初に書く。” Save again to put yours in its place."
        ]
    }
    assert (form["text-how"].value(), texts()["how"]) == ("反対意見も書く。", "決定を最初に書く。")
    again = {name: form[name].value() or "" for name in form.fields if not name.startswith("fresh-")}
    two.post(page, again)
    assert texts() == {"title": "議事録と記録", "how": "反対意見も書く。"}


def test_only_what_was_read_is_approved(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    writer, reviewer = sign_in(desk.author), sign_in(desk.other)
    page = reverse("tool_translate", args=[tool.content.slug, "ja"])
    writer.post(page, _translated(writer, page, title="議事録", how="決定を先に書く。"))
    button = dict(reviewer.get(page).context["approvals"]) | {"approve": "1"}
    writer.post(page, _translated(writer, page, how="決定を最初に書く。"))
    reviewer.post(page, button)
    approved = tool.content.translations.filter(approved_by__isnull=False).values_list("key", flat=True)
    assert (sorted(button), list(approved)) == (["approve", "approve-how", "approve-title"], ["title"])
    assert writer.get(page).context["waiting"] == []  # one's own is for others


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("あ" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("議事録\n第二行", "Write this on one line, without tabs or line breaks."),
    ],
)
def test_a_translated_title_is_one_line_as_the_original_is(
    title: str, told: str, tool: Tool, desk: Any, sign_in: SignIn
) -> None:
    client = sign_in(desk.author)
    page = reverse("tool_translate", args=[tool.content.slug, "ja"])
    form = client.post(page, _translated(client, page, title=title)).context["form"]
    assert form.errors == {"text-title": [told]}


def test_an_edition_begun_from_what_readers_no_longer_see_takes_nothing_back(
    tool: Tool, desk: Any, sign_in: SignIn
) -> None:
    late, quick = sign_in(desk.author), sign_in(desk.other)
    page = reverse("tool_edit", args=[tool.content.slug])
    typed = _typed(late, tool, change_note="late")
    quick.post(page, _typed(quick, tool, **{"block-how": "Write dissent too.", "change_note": "dissent"}))
    draft = on_the_desk(tool.content)
    publish(draft=draft, by=desk.author)
    response = late.post(page, typed)
    assert (response.status_code, on_the_desk(tool.content)) == (409, None)
    assert "Write dissent too." in response.content.decode()


def test_a_translation_is_written_marked_and_due_when_the_original_moves_on(
    tool: Tool, desk: Any, sign_in: SignIn
) -> None:
    client = sign_in(desk.author)
    page = reverse("tool_translate", args=[tool.content.slug, "ja"])
    client.post(page, _translated(client, page, title="議事録", how="決定を先に書く。"))
    client.post(
        reverse("tool_edit", args=[tool.content.slug]),
        _typed(client, tool, **{"block-how": "Write dissent too.", "change_note": "dissent"}),
    )
    sign_in(desk.other).post(
        reverse("tool_move", args=[tool.content.slug]),
        {"step": "publish", "version": on_the_desk(tool.content).version},
    )
    rows = client.get(page).context["form"].rows()
    assert [row["passage"].key for row in rows if row["passage"].state == "outdated"] == ["how"]
    items = due.items(until=published(tool.content).published_at.date().replace(year=2099), user=desk.author)
    assert [(item.kind, item.owner_id) for item in items if item.kind == "tool_outdated"] == [
        ("tool_outdated", desk.author.person_id)
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 20_001, "Ensure this value has at most 20000 characters (it has 20001)."),
        ("|" + "a|" * 13 + "\n|" + "-|" * 13, "A table has at most 12 columns and 150 rows."),
        ("- a\n  - b\n    - c\n      - d\n        - e", "Lists and quotations lie in each other at most 4 deep."),
        ("a\x0cb", "This text contains an invisible control character (U+000C)."),
    ],
)
def test_a_text_that_fits_nowhere_is_refused_and_everything_typed_is_kept(
    text: str, message: str, desk: Any, sign_in: SignIn, tool: Tool
) -> None:
    client = sign_in(desk.author)
    typed = _typed(client, tool, **{"block-how": "Mine."}, new_kind="text", new_text=text)
    form = client.post(reverse("tool_edit", args=[tool.content.slug]), typed).context["form"]
    assert form.errors["new_text"][0].startswith(message)
    assert (form["new_text"].value(), form["block-how"].value()) == (text, "Mine.")
    assert on_the_desk(tool.content) is None


def test_a_draft_saved_twice_by_a_double_click_is_saved_once(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client = sign_in(desk.author)
    edit = reverse("tool_edit", args=[tool.content.slug])
    typed = _typed(client, tool, **{"block-how": "Mine."})
    assert [client.post(edit, typed).status_code for _twice in range(2)] == [302, 409]
    assert list(tool.content.editions.order_by("number").values_list("number", "state")) == [
        (1, "published"),
        (2, "draft"),
    ]


def test_a_missing_translation_is_read_in_english_and_said_so(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    desk.other.language = "ja"
    desk.other.save()
    title = published(tool.content).blocks.get(key="title")
    translate(
        content=tool.content, language="ja", key="title", text="議事録", source_hash=title.text_hash, by=desk.author
    )
    page = sign_in(desk.other).get(tool.get_absolute_url())
    entry = page.context["entry"]
    assert (entry.title, entry.is_translated) == ("議事録", False)
    assert [(one.key, one.language) for one in entry.shown_body] == [("how", "en"), ("who", "en")]
    assert '<section id="how" class="passage text" lang="en">' in page.content.decode()
