"""Files and links as search finds them: by the name of a file, the title of a link."""

from collections.abc import Collection

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from coe_hub.attachments.models import Attachment
from coe_hub.lib.findable import Findable, Text, Thing, in_use, register
from coe_hub.lib.search import Words
from coe_hub.people.access.scope_titles import scope_titles


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    found = Attachment.objects.filter(pk__in=ids).with_row().annotate(scope=F("folder__scope"))
    return {one.pk: _thing(one) for one in found.annotate(**scope_titles())}


def _thing(one: Attachment) -> Thing:
    what = one.host if one.is_link else one.newest.ending
    line = [one.get_kind_display(), what, getattr(one, "scope_title", "")]
    return Thing(
        title=Text(one.title), line=" · ".join(filter(None, line)), url=one.get_absolute_url(), known_as=one.folded
    )


def register_all() -> None:
    """Let files and links be found."""
    register(
        Findable(
            kind="files",
            label=_("Files and links"),
            place=75,
            rows=in_use(Attachment),
            things=_things,
            order=lambda: ("-created_at", "hit_id"),
        )
    )
