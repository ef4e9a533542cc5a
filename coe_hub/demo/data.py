"""What the JSON files hold. Rows name each other by `key`; words of the vocabularies are named by code.

Days are offsets from today (-30: thirty days ago), so that the company is always in the middle of its work.
"""

import json
from pathlib import Path
from typing import Any, NotRequired, TypedDict

_FOLDER = Path(__file__).parent


class OrganisationData(TypedDict):
    """An organisation; `ours` marks the company and its affiliates."""

    key: str
    name: str
    local_name: NotRequired[str]
    kind: str
    country: str
    parent: NotRequired[str]
    ours: bool
    website: str


class SiteData(TypedDict):
    """A place of one of the organisations."""

    key: str
    name: str
    local_name: NotRequired[str]
    organisation: str
    city: str
    country: str
    subdivision: str
    time_zone: str


class AccountData(TypedDict):
    """How somebody signs in; the address is the person's."""

    language: str
    time_zone: str
    roles: list[str]


class PersonData(TypedDict):
    """A colleague or somebody at a partner."""

    key: str
    family_name: str
    given_name: str
    latin_name: str
    reading: str
    organisation: str
    site: str | None
    function: str
    job_title: str
    job_title_ja: NotRequired[str]
    languages: list[str]
    email: str
    about: NotRequired[str]
    account: NotRequired[AccountData]


class MemberData(TypedDict):
    """A role of a person on the alliance."""

    person: str
    role: str


class StageChangeData(TypedDict):
    """A stage the alliance came into."""

    stage: str
    on: int
    reason: str


class JournalData(TypedDict):
    """A line of the journal; `by` is a person with an account."""

    kind: str
    on: int
    by: str
    text: str


class ReviewData(TypedDict):
    """A review that was held; `by` is a person with an account."""

    on: int
    outcome: str
    by: str
    note: str


class AllianceData(TypedDict):
    """An alliance and everything that happened on it, oldest first."""

    key: str
    name: str
    code_name: NotRequired[str]
    reference: NotRequired[str]
    type: str
    stage: str
    purpose: str
    therapeutic_area: str | None
    scope: str
    ours: list[str]
    partners: list[str]
    lead: str | None
    starts: int | None
    ends: int | None
    review_months: int | None
    last_reviewed: int | None
    members: list[MemberData]
    stage_changes: list[StageChangeData]
    journal: list[JournalData]
    reviews: list[ReviewData]


class FactsData(TypedDict):
    """How much an alliance weighs, and why it exists; `looked_at` is the day of the last look at the latter."""

    alliance: str
    tier: str
    symmetry: str
    is_key_partner: NotRequired[bool]
    is_growth_critical: NotRequired[bool]
    territory: NotRequired[str]
    rationale: NotRequired[str]
    value_hypothesis: NotRequired[str]
    looked_at: NotRequired[int]


class SourceData(TypedDict):
    """Where an action comes from; `{date}` in the label is the day."""

    label: str
    on: int


class ClosedData(TypedDict):
    """How an action ended; `by` is a person of either side."""

    state: str
    on: int
    by: str
    note: str


class ReturnedData(TypedDict):
    """When and why a contact at a partner said that it is not theirs."""

    on: int
    note: str


class ActionData(TypedDict):
    """An action somebody took on; `by`, who gave it, is a person with an account, `language` that of its words."""

    alliance: str
    text: str
    owner: str
    by: str
    on: int
    due: int | None
    language: str
    note: NotRequired[str]
    source: NotRequired[SourceData]
    reminds_by_mail: NotRequired[bool]
    closed: NotRequired[ClosedData]
    returned: NotRequired[ReturnedData]


class FileData(TypedDict):
    """A file, a table or a link of an alliance, put there by a person with an account."""

    alliance: str
    by: str
    on: int
    language: str
    name: str
    title: NotRequired[str]
    purpose: NotRequired[str]
    text: NotRequired[str]
    csv: NotRequired[str]
    address: NotRequired[str]
    checked_on: NotRequired[int]


def _rows(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def organisations() -> list[OrganisationData]:
    """The company, its affiliates and its partners; parents stand before what belongs to them."""
    return _rows("organisations")


def sites() -> list[SiteData]:
    """The company's sites."""
    return _rows("sites")


def people() -> list[PersonData]:
    """Colleagues and partners."""
    return _rows("people")


def facts() -> dict[str, FactsData]:
    """What is said of the alliances’ weight and of why they exist, by key."""
    return {row["alliance"]: row for row in _rows("facts")}


def alliances() -> list[AllianceData]:
    """The alliances."""
    return _rows("alliances")


def actions() -> list[ActionData]:
    """What people on the alliances took on."""
    return _rows("actions")


def files() -> list[FileData]:
    """What lies in the alliances' folders."""
    return _rows("files")
