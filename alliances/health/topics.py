"""What a health check puts on the agenda of the next meeting: the themes to talk about first, in neutral words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from alliances.core.agendas import Topic
from alliances.health.checks import ThemeTold
from alliances.health.models import HealthCheck
from coe_hub.lib.dates import date_text


def topic_of(check: HealthCheck, one: ThemeTold) -> Topic:
    """A theme as something to talk about; which side suffers is said at the table."""
    return Topic(
        title=_("How both sides see it: %(theme)s") % {"theme": one.line.name},
        source_label=_("Health check of %(date)s") % {"date": date_text(check.wave.closes_on if check.wave else None)},
        source_url=f"{check.get_absolute_url()}#theme-{one.line.key}",
    )


def topics_of(check: HealthCheck, first: Iterable[ThemeTold]) -> dict[str, Topic]:
    """The topics by the keys of their themes."""
    return {one.line.key: topic_of(check, one) for one in first}
