"""A worksheet is written column by column, and what cannot become a workbook is refused where it stands."""

import io
import json
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from coe_hub.publishing.actions import Words, on_the_desk, write_draft
from tests.toolkits.data import WORDS
from toolkits.models import Tool
from toolkits.starter import FOLDER

SignIn = Callable[..., Client]


def _page(tool: Tool) -> str:
    return reverse("tool_sheet", args=[tool.content.slug])


def _typed(client: Client, tool: Tool, **changes: str) -> dict[str, Any]:
    form = client.get(_page(tool)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in {None, False}} | changes


def _sheet(tool: Tool) -> dict[str, Any]:
    return json.loads(on_the_desk(tool.content).blocks.get(kind="sheet").text)


NEW = {
    "name": "Log",
    "rows": "20",
    "label-new-1": "Received",
    "kind-new-1": "date",
    "label-new-2": "Days",
    "label_ja-new-2": "日数",
    "kind-new-2": "number",
    "label-new-3": "Answer by",
    "kind-new-3": "formula",
    "formula-new-3": "=[Received]+[days]",
    "format-new-3": "date",
}


def test_a_worksheet_is_begun_with_columns_a_choice_and_a_formula(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client = sign_in(desk.author)
    client.post(_page(tool), _typed(client, tool, **NEW))
    choice = {"label-new-1": "Form", "kind-new-1": "choice", "choices-new-1": "Talk\r\nPaper", "place-new-1": "1"}
    client.post(_page(tool), _typed(client, tool, **choice, **{"choices_ja-new-1": "講演\n論文"}))
    assert _sheet(tool) == {
        "name": "Log",
        "rows": 20,
        "columns": [
            {
                "key": "form",
                "label": "Form",
                "kind": "choice",
                "width": 16,
                "choices": {"en": ["Talk", "Paper"], "ja": ["講演", "論文"]},
            },
            {"key": "received", "label": "Received", "kind": "date", "width": 16, "format": "date"},
            {
                "key": "days",
                "label": {"en": "Days", "ja": "日数"},
                "kind": "number",
                "width": 16,
                "format": "number",
            },
            {
                "key": "answer_by",
                "label": "Answer by",
                "kind": "formula",
                "width": 16,
                "formula": "[received]+[days]",
                "format": "date",
            },
        ],
    }


def test_with_a_worksheet_the_tool_is_a_workbook_once_it_is_published(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    author, other = sign_in(desk.author), sign_in(desk.other)
    author.post(_page(tool), _typed(author, tool, **NEW))
    usual = reverse("tool_download", args=["research", tool.content.slug])
    drafted = reverse("edition_download", args=["research", tool.content.slug, 2])
    assert author.get(usual)["Content-Disposition"].endswith('.docx"')
    assert load_workbook(io.BytesIO(author.get(drafted).content)).sheetnames == ["Read me", "Log"]
    edit = reverse("tool_edit", args=[tool.content.slug])
    form = author.get(edit).context["form"]
    values = {name: form[name].value() for name in form.fields}
    author.post(edit, {name: value for name, value in values.items() if value} | {"change_note": "A log"})
    move = {"step": "publish", "version": on_the_desk(tool.content).version}
    other.post(reverse("tool_move", args=[tool.content.slug]), move)
    assert author.get(usual)["Content-Disposition"].endswith('.xlsx"')


def test_what_excel_cannot_hold_is_told_at_its_column_and_kept(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client = sign_in(desk.author)
    for changes, field, told in (
        ({"formula-new-3": "[Nothing]+1"}, "label-new-3", "names a column “Nothing” that is not there"),
        ({"formula-new-3": "WEBSERVICE([Days])"}, "label-new-3", "reaches beyond its own row"),
        ({"kind-new-2": "choice"}, "label-new-2", "give it choices"),
    ):
        form = client.post(_page(tool), _typed(client, tool, **NEW | changes)).context["form"]
        assert told in form.errors[field][0]
        assert form["label-new-1"].value() == "Received"
    assert on_the_desk(tool.content) is None


def test_a_column_keeps_its_key_when_it_is_renamed_and_goes_when_it_is_emptied(
    tool: Tool, desk: Any, sign_in: SignIn
) -> None:
    client = sign_in(desk.author)
    client.post(_page(tool), _typed(client, tool, **NEW))
    client.post(_page(tool), _typed(client, tool, **{"label-received": "Came in"}))
    columns = _sheet(tool)["columns"]
    assert (columns[0]["key"], columns[0]["label"]) == ("received", "Came in")
    assert columns[2]["formula"] == "[received]+[days]"
    shown = client.get(_page(tool)).context["form"]["formula-answer_by"].value()
    assert shown == "[Came in]+[Days]"
    client.post(_page(tool), _typed(client, tool, **{"label-answer_by": ""}))
    assert [one["key"] for one in _sheet(tool)["columns"]] == ["received", "days"]


def test_every_starter_worksheet_is_saved_as_it_was(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client = sign_in(desk.author)
    version = -1
    for path in sorted(FOLDER.glob("*/sheet.json")):
        text = path.read_text(encoding="utf-8")
        words = [*WORDS, Words(key="sheet", kind="sheet", text=text)]
        write_draft(content=tool.content, words=words, by=desk.author, change_note="x", version=version)
        assert client.post(_page(tool), _typed(client, tool)).status_code == 302
        assert _plain(_sheet(tool)) == _plain(json.loads(text))
        version = on_the_desk(tool.content).version


def _plain(sheet: dict[str, Any]) -> dict[str, Any]:
    """Without the format of columns that have but one, which the form does not ask for."""
    columns = [
        {name: value for name, value in one.items() if name != "format" or one["kind"] == "formula"}
        for one in sheet["columns"]
    ]
    return sheet | {"columns": columns}


def test_two_curators_on_one_worksheet_get_the_merge_page(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    author, other = sign_in(desk.author), sign_in(desk.other)
    author.post(_page(tool), _typed(author, tool, **NEW))
    mine = _typed(author, tool, **{"label-days": "Mine"})
    other.post(_page(tool), _typed(other, tool, **{"label-days": "Theirs"}))
    response = author.post(_page(tool), mine)
    assert (response.status_code, response.context["conflicts"][0].theirs) == (409, "Theirs")
