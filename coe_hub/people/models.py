"""Models of the people room."""

from coe_hub.people.access.models.partner_links import PartnerLink, telling_of
from coe_hub.people.access.models.scopes import (
    Scope,
    ScopedQuerySet,
    ScopeGrant,
    ScopeKind,
    Sight,
    answers_for_scope,
    scopes_worked_on,
)
from coe_hub.people.accounts.models import (
    CONTENT_KEEPERS,
    CONTENT_WATCHERS,
    DIRECTORY_KEEPERS,
    DIRECTORY_WATCHERS,
    Invitation,
    PreferenceValues,
    Theme,
    User,
)
from coe_hub.people.directory.models.organisations import (
    Organisation,
    OrganisationKind,
    OrganisationValues,
    Side,
    Site,
    SiteValues,
)
from coe_hub.people.directory.models.persons import Person, PersonLanguage, PersonValues
from coe_hub.people.doubles.models import Merge, MergeKind, kept_instead

__all__ = [
    "CONTENT_KEEPERS",
    "CONTENT_WATCHERS",
    "DIRECTORY_KEEPERS",
    "DIRECTORY_WATCHERS",
    "Invitation",
    "Merge",
    "MergeKind",
    "Organisation",
    "OrganisationKind",
    "OrganisationValues",
    "PartnerLink",
    "Person",
    "PersonLanguage",
    "PersonValues",
    "PreferenceValues",
    "Scope",
    "ScopeGrant",
    "ScopeKind",
    "ScopedQuerySet",
    "Side",
    "Sight",
    "Site",
    "SiteValues",
    "Theme",
    "User",
    "answers_for_scope",
    "kept_instead",
    "scopes_worked_on",
    "telling_of",
]
