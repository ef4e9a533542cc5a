"""What the tests of imports share: files, and an import led through its pages."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from coe_hub.imports.models import Import
from coe_hub.imports.questions import open_questions


def csv_bytes(*rows: Sequence[Any], encoding: str = "utf-8") -> bytes:
    """A CSV file of these rows, the headings first."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def book_bytes(rows: Iterable[Sequence[Any]], *, hidden: str = "", merged: Sequence[str] = ()) -> bytes:
    """A workbook of these rows; before their sheet stands a hidden one, where it is named."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Tracker"
    for row in rows:
        sheet.append(list(row))
    for one in merged:
        sheet.merge_cells(one)
    if hidden:
        other = book.create_sheet(hidden, 0)
        other.append(["type", "stage"])
        other.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class Pages:
    """An import as somebody leads it through its pages; the worker does its work at once."""

    def __init__(self, client: Client, capture: Callable[..., Any]) -> None:
        self.client, self.capture = client, capture

    def begin(self, content: bytes, *, name: str = "list.csv", kind: str = "alliances") -> Import:
        """Hand the file in."""
        file = SimpleUploadedFile(name, content)
        response = self.client.post("/import/", {"kind": kind, "file": file})
        assert response.status_code == 302, response.context["form"].errors
        return Import.objects.latest("pk")

    def post(self, run: Import, page: str, **changes: Any) -> Any:
        """The form of a page as it is offered, with these changes."""
        address = f"/import/{run.public_id}/{page}/"
        form = self.client.get(address).context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        with self.capture(execute=True):
            response = self.client.post(address, data | changes)
        run.refresh_from_db()
        return response

    def columns(self, run: Import, **changes: Any) -> Any:
        """Take the columns as they are proposed, but for `changes`."""
        return self.post(run, "columns", **changes)

    def answers(self, run: Import, **said: str) -> Any:
        """Answer what is asked as it is proposed, but for `said`: by kind of question."""
        asked = {one.key: one for group in open_questions(run, again=True) for one in group.questions}
        return self.post(run, "answers", **{key: said[one.ask] for key, one in asked.items() if one.ask in said})

    def step(self, run: Import, step: str = "start", **data: str) -> Any:
        """Press a button."""
        with self.capture(execute=True):
            response = self.client.post(f"/import/{run.public_id}/{step}/", data)
        run.refresh_from_db()
        return response


def questions(run: Import) -> list[tuple[str, str, int, str]]:
    """Kind, text, how often, and the answer that is proposed; of those that want one."""
    return [
        (one.ask, one.text, one.count, one.initial)
        for group in open_questions(run)
        for one in group.questions
        if one.is_likely
    ]


def counts(run: Import) -> tuple[int, int, int, int]:
    """New, changed, unchanged, rejected."""
    outcome = run.outcome
    return outcome["created"], outcome["updated"], outcome["unchanged"], outcome["rejected"]
