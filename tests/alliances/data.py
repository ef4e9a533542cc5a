"""What browsers post in the tests of this room."""

from typing import Any

from django.test import Client

from coe_hub.vocabulary.models import AllianceType, Stage
from tests.factories import OURS, THEIRS


def log_data(**changes: Any) -> dict[str, Any]:
    """The log form, filled in with what it asks for; `type` and `stage` are codes."""
    data = {"partners": [THEIRS], "ours": [OURS], "type": "research", "stage": "running"} | changes
    kind, stage = data.pop("type"), data.pop("stage")
    chosen = {
        "alliance_type": AllianceType.objects.filter(code=kind).values_list("pk", flat=True).first() or kind,
        "stage": Stage.objects.filter(code=stage).values_list("pk", flat=True).first() or stage,
    }
    return chosen | data


def as_opened(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the form at `address` would post: as it was opened now, with these changes."""
    form = client.get(address).context["form"]
    posted = form.as_posted() | {name: [str(form[name].value())] for name in ("version", "base")}
    return posted | changes


def merge_data(response: Any, **choices: str) -> dict[str, Any]:
    """What the merge page would post, with these choices (`mine` or `theirs` by field)."""
    page = response.context
    data: dict[str, Any] = {"merge": "1", "seen_version": page["seen_version"]}
    for name, value in page["hidden"]:
        data.setdefault(name, []).append(value)
    return data | {f"{page['choice']}{name}": choice for name, choice in choices.items()}
