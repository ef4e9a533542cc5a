"""Models of the people room."""

from coe_hub.people.models.accounts import GlobalRole, Invitation, Theme, User
from coe_hub.people.models.organisations import Organisation, OrganisationKind, Site
from coe_hub.people.models.persons import Person, PersonLanguage
from coe_hub.people.models.scopes import Scope, ScopedQuerySet, ScopeGrant, ScopeKind

__all__ = [
    "GlobalRole",
    "Invitation",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonLanguage",
    "Scope",
    "ScopeGrant",
    "ScopeKind",
    "ScopedQuerySet",
    "Site",
    "Theme",
    "User",
]
