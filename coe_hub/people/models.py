"""Models of the people room."""

from coe_hub.people.access.models.partner_links import PartnerLink
from coe_hub.people.access.models.scopes import Scope, ScopedQuerySet, ScopeGrant, ScopeKind, Sight, answers_for_scope
from coe_hub.people.accounts.models import CONTENT_KEEPERS, DIRECTORY_KEEPERS, Invitation, Theme, User
from coe_hub.people.directory.models.organisations import Organisation, OrganisationKind, Side, Site
from coe_hub.people.directory.models.persons import Person, PersonLanguage

__all__ = [
    "CONTENT_KEEPERS",
    "DIRECTORY_KEEPERS",
    "Invitation",
    "Organisation",
    "OrganisationKind",
    "PartnerLink",
    "Person",
    "PersonLanguage",
    "Scope",
    "ScopeGrant",
    "ScopeKind",
    "ScopedQuerySet",
    "Side",
    "Sight",
    "Site",
    "Theme",
    "User",
    "answers_for_scope",
]
