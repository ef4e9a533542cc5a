"""The vocabularies that admins edit."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coe_hub.vocabulary.models import (
    Access,
    AgreementKind,
    AllianceRole,
    AllianceType,
    CommitteeKind,
    Function,
    Language,
    Layer,
    Phase,
    Stage,
    Synonym,
    TherapeuticArea,
    ToolkitKind,
    Word,
)


@dataclass(frozen=True)
class Kind:
    """One vocabulary: its name in addresses, its words for people, and the fixed field that code tests, if any.

    `has_others` says that a word has other words beside its names.
    """

    slug: str
    model: type[Word]
    label: Any
    purpose: Any
    fixed: str = ""
    choices: Any = ()
    fixed_label: Any = ""
    has_others: bool = False


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "stages",
            Stage,
            _("Stages"),
            _("The steps of your alliance life cycle. Each lies in one of five phases."),
            "phase",
            Phase.choices,
            _("Phase"),
        ),
        Kind(
            "alliance-types",
            AllianceType,
            _("Alliance types"),
            _("What partners do together. Each type is served by one toolkit."),
            "toolkit",
            ToolkitKind.choices,
            _("Toolkit"),
        ),
        Kind(
            "roles",
            AllianceRole,
            _("Roles on alliances"),
            _("What people do on an alliance. On our side a role brings access with it."),
            "access",
            Access.choices,
            _("Access"),
        ),
        Kind(
            "agreement-kinds", AgreementKind, _("Kinds of agreement"), _("What your contracts with partners are about.")
        ),
        Kind(
            "committee-kinds",
            CommitteeKind,
            _("Kinds of committee"),
            _("What your joint committees are for. Each sits on one layer: what it cannot settle goes one up."),
            "layer",
            Layer.choices,
            _("Layer"),
        ),
        Kind("functions", Function, _("Functions"), _("Where in the company people work.")),
        Kind("therapeutic-areas", TherapeuticArea, _("Therapeutic areas"), _("The fields of medicine you work in.")),
        Kind("languages", Language, _("Languages"), _("Languages people work in; the code is ISO 639-1.")),
        Kind(
            "synonyms",
            Synonym,
            _("Synonyms"),
            _("Words that mean the same to those who search: whoever types one finds them all, in both languages."),
            has_others=True,
        ),
    )
}
