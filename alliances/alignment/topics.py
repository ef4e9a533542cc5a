"""What is open in a department of ours, as something for the agenda of a meeting of our side alone."""

from django.utils.translation import gettext as _

from alliances.alignment.models import Stand
from alliances.core.agendas import Topic


def topic_of(stand: Stand) -> Topic:
    """The first line of what is open."""
    words = {"department": stand.department, "points": stand.open_points.strip().split("\n")[0].strip()}
    return Topic(
        title=(_("%(department)s: %(points)s") % words)[:300],
        source_label=_("Internal alignment: %(occasion)s") % {"occasion": stand.check_made.occasion},
        source_url=f"{stand.check_made.get_absolute_url()}#stand-{stand.public_id}",
    )
