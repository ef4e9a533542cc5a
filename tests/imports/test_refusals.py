"""What an import is refused that has gone on meanwhile, and what its command cannot read of its options."""

from pathlib import Path
from typing import Any

import pytest

from coe_hub.imports.actions import discard, start
from coe_hub.imports.commands import layout_of
from coe_hub.imports.files.lines import first_bytes
from coe_hub.imports.models import Import, Job, State
from coe_hub.imports.options import parse_options
from coe_hub.lib.errors import DomainError
from tests.cast import Cast
from tests.refusals import refused


def _run(cast: Cast, state: State) -> Import:
    return Import.objects.create(kind="alliances", by=cast.lead, name="list.csv", state=state)


@pytest.mark.parametrize(
    ("state", "job"), [(State.DRAFT, Job.WRITE), (State.DONE, Job.CHECK), (State.UNDONE, Job.UNDO)]
)
def test_start_of_what_is_not_next_is_refused(state: State, job: Job, cast: Cast) -> None:
    with refused(DomainError("This import has gone on meanwhile. Look at it again.")):
        start(run=_run(cast, state), job=job)


def test_discard_of_what_was_written_is_refused(cast: Cast) -> None:
    run = _run(cast, State.DONE)
    with refused(DomainError("What was written stays in this list. It can be undone.")):
        discard(run=run)
    assert Import.objects.get() == run


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"encoding": "ebcdic"}, "--encoding: “ebcdic” is not read. Use one of: "),
        ({"heading_row": -1}, "--heading-row: rows are counted from 1."),
    ],
)
def test_a_layout_that_cannot_be_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(DomainError) as caught:
        layout_of({"encoding": "", "heading_row": 0, "sheet": ""} | options)
    assert caught.value.message.startswith(said)


def test_nothing_between_two_partners_is_refused() -> None:
    said = "--partner-separator is empty. Give the text between two partners, such as '|' or ';'."
    with pytest.raises(DomainError) as caught:
        parse_options(columns=[], values=[], fields=[], separator="")
    assert caught.value.message == said


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as caught:
        first_bytes(tmp_path)  # a folder
    assert caught.value.message == f"“{tmp_path.name}” cannot be read: Is a directory."
