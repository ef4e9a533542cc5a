"""Models of the people room."""

from coe_hub.people.models.accounts import GlobalRole, Invitation, Theme, User
from coe_hub.people.models.organisations import Organisation, OrganisationKind, Side, Site
from coe_hub.people.models.partner_links import PartnerLink
from coe_hub.people.models.persons import Person, PersonLanguage
from coe_hub.people.models.scopes import Scope, ScopedQuerySet, ScopeGrant, ScopeKind, Sight, answers_for_scope

__all__ = [
    "GlobalRole",
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
