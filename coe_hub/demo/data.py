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
    reading: NotRequired[str]
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


class SignedData(TypedDict):
    """A sign-off by somebody of either side, with a remark where they had one."""

    person: str
    on: int
    remark: NotRequired[str]


class FormerData(TypedDict):
    """What a goal said before it was changed, and when it was."""

    text: str
    changed: int


class EndData(TypedDict):
    """When a goal was reached or given up, and what there is to remember of it."""

    on: int
    note: str


class GoalData(TypedDict):
    """A goal of an alliance; `by`, who wrote it down, is a person with an account, `signed` was said of `before`."""

    alliance: str
    by: str
    on: int
    text: str
    measure: str
    horizon: str
    due: int
    signatories: list[str]
    asked: NotRequired[int]
    signed: list[SignedData]
    before: NotRequired[FormerData]
    reached: NotRequired[EndData]
    given_up: NotRequired[EndData]


class IssueStepData(TypedDict):
    """A step of an issue, by a person with an account."""

    way: str
    on: int
    by: str
    reason: str


class IssueData(TypedDict):
    """An issue of an alliance between two people, as it is framed, with the steps after it was raised."""

    alliance: str
    by: str
    on: int
    title: str
    severity: str
    turn: str
    owner: str
    counterpart: str
    our_contribution: str
    their_contribution: str
    our_interests: str
    their_interests: str
    shared_interests: str
    options: str
    agreed_text: str
    signed: list[SignedData]
    steps: list[IssueStepData]


class ClosingData(TypedDict):
    """What became of a risk."""

    closing: str
    on: int
    note: str


class RiskData(TypedDict):
    """A risk of an alliance; `review` is the day of the next look, null for one that is closed."""

    alliance: str
    by: str
    on: int
    title: str
    cause: str
    effect: str
    likelihood: int
    impact: int
    response: str
    plan: str
    owner: str
    review: int | None
    closing: NotRequired[ClosingData]


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


class ProgrammeData(TypedDict):
    """A programme of an alliance; with `let_in`, behind a wall, with who is let in and their access."""

    key: str
    alliance: str
    by: str
    name: str
    asset: str
    phase: str
    origin: str
    territory: str
    note: NotRequired[str]
    let_in: NotRequired[dict[str, str]]


class EndingData(TypedDict):
    """How an agreement is brought to its end."""

    kind: str
    given: int
    side: str
    reason: str
    ends: int
    survival: str


class RenewalData(TypedDict):
    """That an agreement was let renew itself."""

    decided: int
    reason: str


class AgreementData(TypedDict):
    """An agreement; what it amends or replaces stands before it. A draft was signed on no day."""

    key: str
    alliance: str
    kind: str
    title: str
    signed: int | None
    expires: NotRequired[int]
    renewal: NotRequired[str]
    renewal_months: NotRequired[int]
    notice_months: NotRequired[int]
    notice_days: NotRequired[int]
    reference: NotRequired[str]
    governing_law: NotRequired[str]
    programme: NotRequired[str]
    owner: NotRequired[str]
    amends: NotRequired[str]
    changes: NotRequired[str]
    replaces: NotRequired[str]
    ending: NotRequired[EndingData]
    let_renew: NotRequired[RenewalData]


class EventData(TypedDict):
    """A trigger event of every alliance of these types, or of all; `expected` so many days from today, at least."""

    key: str
    name: dict[str, str]
    clause: str
    types: NotRequired[list[str]]
    on: NotRequired[str]
    expected: NotRequired[int]


class OwedData(TypedDict):
    """An obligation of every alliance of these types, or of all. Its base may be `end`, the end of the term; `fixed` is
    a day, at least, and `amount` what is usual, in the partner's currency."""

    key: str
    clause: str
    kind: str
    responsible: str
    title: dict[str, str]
    types: NotRequired[list[str]]
    base: str
    event: NotRequired[str]
    after: NotRequired[str]
    implies: NotRequired[str]
    period: NotRequired[str]
    fixed: NotRequired[int]
    count: int
    unit: NotRequired[str]
    direction: NotRequired[str]
    off_day: NotRequired[str]
    days_needed: NotRequired[int]
    flow: NotRequired[str]
    amount: NotRequired[int]
    certainty: NotRequired[str]
    condition: NotRequired[dict[str, str]]


class StepData(TypedDict):
    """A step of an event, and why."""

    step: str
    on: int
    why: str
    clause: NotRequired[str]


class MoveData(TypedDict):
    """What became of an event of one alliance."""

    alliance: str
    event: str
    steps: list[StepData]


class ObligationsData(TypedDict):
    """What partners owe each other; `walled` is owed for each programme behind a wall. In alliances that are `told` the
    counterpart is reminded of what the partner owes; duties of the kinds `lapsing` end with their agreement."""

    events: list[EventData]
    obligations: list[OwedData]
    walled: list[OwedData]
    moves: list[MoveData]
    told: list[str]
    lapsing: list[str]


class TopicData(TypedDict):
    """Something a committee talks about, in words with places for figures and names; what was to be done of it."""

    kind: str
    title: str
    said: str
    action: NotRequired[str]
    side: NotRequired[str]


class DecidedData(TypedDict):
    """What is decided on a topic, in words with places for figures; `review` days later it is looked at again."""

    text: str
    rationale: str
    options: str
    bound: str
    review: NotRequired[int]
    dissent: NotRequired[str]
    reversed: NotRequired[str]
    replaces: NotRequired[bool]


class PreparingData(TypedDict):
    """What a committee is about to decide; `not_before` in days from today."""

    alliance: str
    label: str
    text: str
    readiness: str
    not_before: int | None
    rationale: str
    options: str


class TopicsData(TypedDict):
    """Topics of every committee, and of each field of work."""

    all: list[TopicData]
    research: list[TopicData]
    development: list[TopicData]
    commercial: NotRequired[list[TopicData]]
    manufacturing: list[TopicData]
    coe: NotRequired[list[TopicData]]


class OperatedData(TypedDict):
    """How a committee works otherwise than contracted."""

    months: int
    reason: str
    amendment: bool
    pre_read_days: NotRequired[int]


class CommitteeData(TypedDict):
    """A joint committee; `parent` is the short name of one above it, `language` that of its minutes."""

    alliance: str
    kind: str
    label: str
    expansion: str
    parent: NotRequired[str]
    language: str
    field: str
    months: int
    approval: str
    purpose: str
    authority: str
    limits: str
    operated: NotRequired[OperatedData]


class OwnCommitteeData(TypedDict):
    """The Center of Excellence's own committee; `members` are people with their roles."""

    by: str
    label: str
    expansion: str
    members: dict[str, str]
    purpose: str
    authority: str
    limits: str


class CommitteesData(TypedDict):
    """Who decides together, and what they talk about, by language."""

    committees: list[CommitteeData]
    own: OwnCommitteeData
    topics: dict[str, TopicsData]


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


def goals() -> list[GoalData]:
    """What both sides want to have reached, and who signed it."""
    return _rows("goals")


def decisions() -> dict[str, dict[str, DecidedData]]:
    """What is decided, by language and by the title of its topic."""
    return _rows("decisions")


def preparing() -> list[PreparingData]:
    """What committees are about to decide."""
    return _rows("preparing")


def issues() -> list[IssueData]:
    """What both sides have to settle."""
    return _rows("issues")


def risks() -> list[RiskData]:
    """What could happen."""
    return _rows("risks")


def alliances() -> list[AllianceData]:
    """The alliances."""
    return _rows("alliances")


def actions() -> list[ActionData]:
    """What people on the alliances took on."""
    return _rows("actions")


def files() -> list[FileData]:
    """What lies in the alliances' folders."""
    return _rows("files")


def programmes() -> list[ProgrammeData]:
    """What some alliances work on, each by itself."""
    return _rows("programmes")


def agreements() -> list[AgreementData]:
    """The contracts and what amends them."""
    return _rows("agreements")


def obligations() -> ObligationsData:
    """What partners owe each other, by type of alliance, and the events of some that moved."""
    return _rows("obligations")


def committees() -> CommitteesData:
    """The joint committees, the Center of Excellence's own, and what they talk about."""
    return _rows("committees")
