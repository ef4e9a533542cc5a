"""Hub-wide roles are named by `GlobalRole`, so that a role that is misspelt or taken away is found before it runs."""

import ast
from pathlib import Path

from django.conf import settings

from coe_hub.lib.access import GlobalRole

ROOT = Path(settings.BASE_DIR)
# Texts that read like a role and are none, or are the role itself; with the reason.
NO_ROLE = {
    ("alliances/core/models/ours.py", "alliance_manager"): "a role on an alliance",
    ("coe_hub/settings.py", "admin"): "settings import nothing of the hub",
    ("coe_hub/demo/health.py", "alliance_manager"): "a role on an alliance",
    ("coe_hub/demo/needs.py", "curator"): "a sign-in of the demo",
    ("coe_hub/api/exports/archive.py", "committee"): "a committee of the governance wing",
    ("coe_hub/people/accounts/passwords.py", "admin"): "a word that passwords are made of",
    ("coe_hub/publishing/reading.py", "committee"): "a placeholder of tools",
    ("governance/committees/actions/charters.py", "committee"): "a committee of the governance wing",
    ("governance/committees/composition.py", "alliance_manager"): "a role on an alliance",
    ("governance/committees/history.py", "committee"): "a committee of the governance wing",
    ("governance/committees/models/charters.py", "committee"): "a committee of the governance wing",
    ("governance/committees/models/committees.py", "committee"): "a committee of the governance wing",
    ("governance/committees/models/seats.py", "committee"): "a committee of the governance wing",
    ("governance/committees/part.py", "committee"): "a committee of the governance wing",
    ("governance/committees/resources.py", "committee"): "a committee of the governance wing",
    ("governance/committees/views/shared.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/actions/effects.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/filters.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/listing.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/models.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/part.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/placeholders.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/resources.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/views/decisions.py", "committee"): "a committee of the governance wing",
    ("governance/decisions/views/shared.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/document.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/due.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/listing.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/models/meetings.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/part.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/partner_page.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/resources.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/views/meetings.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/views/shared.py", "committee"): "a committee of the governance wing",
    ("governance/meetings/views/years.py", "committee"): "a committee of the governance wing",
    ("alliances/issues/ladder.py", "alliance_manager"): "a role on an alliance",
    ("alliances/launch/own_points.py", "alliance_manager"): "a role on an alliance",
    ("alliances/tools/placeholders.py", "alliance_manager"): "a placeholder of tools, and a role on an alliance",
    ("coe_hub/demo/scale/alliances.py", "alliance_manager"): "a role on an alliance",
    ("coe_hub/demo/scale/people.py", "auditor"): "part of an e-mail address",
    ("coe_hub/demo/scale/people.py", "committee"): "part of an e-mail address",
    ("coe_hub/demo/scale/people.py", "curator"): "part of an e-mail address",
    ("coe_hub/demo_sign_ins.py", "admin"): "part of an e-mail address",
    ("coe_hub/demo_sign_ins.py", "auditor"): "part of an e-mail address",
    ("coe_hub/demo_sign_ins.py", "committee"): "part of an e-mail address",
    ("coe_hub/demo_sign_ins.py", "curator"): "part of an e-mail address",
    ("coe_hub/publishing/reading.py", "alliance_manager"): "a placeholder of tools",
    ("governance/packs/models.py", "committee"): "whom a pack is for",
    ("training/models/courses.py", "alliance_manager"): "whom a course is for",
} | {("coe_hub/lib/access.py", role.value): "here it is defined" for role in GlobalRole}


def test_no_role_stands_in_code_as_bare_text() -> None:
    found = {
        (str(path.relative_to(ROOT)), node.value)
        for room in ("coe_hub", "alliances", "governance", "toolkits", "training")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in GlobalRole.values
    }
    assert found == set(NO_ROLE)
