"""The list of coverage in files."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.lib.tables import Column
from governance.dashboard.reports.coverage import told


def told_text(one: Any) -> str:
    """Whether somebody there is trained, in words; empty where nobody of ours is named."""
    words = {"trained": _("Yes"), "untrained": _("Nobody yet"), "few": _("Too few people to tell")}
    return words.get(told(one), "")


def coverage_columns() -> Sequence[Column]:
    """The columns; nothing in them tells of fewer than five people what they learned."""
    return [
        Column("alliance", _("Alliance"), lambda one: one.name, width=44),
        Column("lead", _("Lead"), lambda one: str(one.lead or ""), width=26),
        Column("people", _("People of ours"), lambda one: one.our_people, width=14),
        Column("managed", _("Alliance manager"), lambda one: _("Yes") if one.our_managers else _("No"), width=16),
        Column("trained", _("Somebody trained"), told_text, width=24),
        Column("url", _("Address"), lambda one: one.get_absolute_url(), width=40, is_link=True),
    ]
