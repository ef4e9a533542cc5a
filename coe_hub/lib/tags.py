"""Tags: a company's own few words on a record, in one column, always written in one way."""

import re
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower

from coe_hub.lib.fields import TextField
from coe_hub.lib.text import ONE_LINE

_BETWEEN = re.compile(r"[,;|、，；]")
JOINED = ", "
LONGEST = 300


def tags_of(text: str) -> list[str]:
    """The tags of what was typed, each once whatever its case, in the order of the letters."""
    found = {one.casefold(): one for part in reversed(_BETWEEN.split(text)) if (one := " ".join(part.split()))}
    return [found[key] for key in sorted(found)]


def as_tags(text: str) -> str:
    """What was typed as it is kept: "Asia, Legacy"."""
    return JOINED.join(tags_of(text))


def tagged(rows: Any, column: str, tag: str) -> Any:
    """The rows that have the tag, whatever its case."""
    whole = Concat(Value(JOINED), Lower(column), Value(JOINED), output_field=models.TextField())
    return rows.annotate(_whole_tags=whole).filter(Q(_whole_tags__contains=f"{JOINED}{tag.lower()}{JOINED}"))


def tags_in_use(rows: Any, column: str = "tags") -> list[str]:
    """Every tag that one of the rows has."""
    texts = rows.order_by().exclude(**{column: ""}).values_list(column, flat=True).distinct()
    return tags_of(JOINED.join(texts))


class TagsFormField(TextField):
    """Tags with a comma between them."""

    def to_python(self, value: Any) -> str:
        return as_tags(super().to_python(value))


class TagsField(models.CharField):
    """A column of tags."""

    def __init__(self, *args: Any, **options: Any) -> None:
        values: dict[str, Any] = {"max_length": LONGEST, "validators": ONE_LINE, "blank": True}
        values |= {"default": "", "db_default": ""}
        super().__init__(*args, **values | options)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """As it is kept."""
        return super().clean(as_tags(value or ""), model_instance)

    def get_prep_value(self, value: Any) -> Any:
        """As it is kept, for whatever writes without asking the record."""
        kept = super().get_prep_value(value)
        return as_tags(kept) if isinstance(kept, str) else kept

    def formfield(self, **options: Any) -> Any:
        """By `TagsFormField`."""
        return super().formfield(**{"form_class": TagsFormField, **options})
