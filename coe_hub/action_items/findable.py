"""Action items as search and lists find them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from coe_hub.action_items.models import ActionItem, ActionItemQuerySet
from coe_hub.lib.dates import date_text
from coe_hub.lib.findable import Findable, Text, Thing, in_use, register
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import Words, word_found


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _thing(one) for one in _FOUND.objects(ids=list(ids))}


def _found(*, ids: list[int]) -> ActionItemQuerySet:
    return ActionItem.objects.filter(pk__any=ids).with_row()


_FOUND = Prepared(_found)


def _thing(item: ActionItem) -> Thing:
    due = date_text(item.due_on) if item.due_on else ""
    line = [item.get_state_display(), item.owner.display_name, due, item.scope_title]
    return Thing(
        title=Text(item.text),
        line=" · ".join(filter(None, line)),
        url=item.get_absolute_url(),
        known_as=item.folded,
        body=Text(" ".join(filter(None, [item.note, item.close_note, item.returned_note]))),
    )


def register_all() -> None:
    """Let action items be found."""
    register(
        Findable(
            kind="actions",
            label=_("Actions"),
            place=60,
            rows=in_use(ActionItem),
            things=_things,
            order=lambda: ("-created_at", "hit_id"),
            found=word_found,  # a sentence: no parts of its words
            is_named=False,
        )
    )
