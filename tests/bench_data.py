"""A hub of the size that benchmarks need, written in bulk."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from alliances.core.models import Alliance, Member, Party, Side
from alliances.journal.models import JournalEntry
from coe_hub.people.models import Organisation, Person, Scope, ScopeGrant, ScopeKind, User
from coe_hub.publishing.models import (
    Block,
    BlockKind,
    BlockTranslation,
    Content,
    ContentKind,
    Edition,
    EditionState,
)
from coe_hub.vocabulary.models import Access, AllianceRole, AllianceType, Stage, TherapeuticArea
from toolkits.models import Tool, Toolkit

WORDS = [
    *("degrader", "antibody", "bispecific", "organoid", "amyloid", "tau", "kinase", "inhibitor", "capsid", "platform"),
    *("screening", "proteomics", "imaging", "tracer", "vaccine", "adjuvant", "peptide", "library", "cohort"),
    *("biomarker", "trial", "supply", "release", "testing", "共同研究", "抗体", "臨床", "開発"),
]
# A library says more than a list of alliances: most words of a text are not what somebody searches for.
PROSE = [
    f"{start}{middle}{end}" for start in ("ba", "co", "du", "fe", "gi") for middle in WORDS for end in ("x", "q", "z")
]
_CHUNK = 2000


def fill(*, alliances: int, tools: int) -> User:
    """Write so many alliances with parties, people and journals, and tools; return an alliance manager of fifty."""
    chance = random.Random(20)  # noqa: S311  CONFIG: the same hub each time
    today = timezone.localdate()
    own = Organisation.objects.create(name="Bench Pharma", is_public=True)
    people = Person.objects.bulk_create(
        [Person(family_name=f"Family{i}", given_name="Given", organisation=own, is_public=True) for i in range(300)]
    )
    partners = Organisation.objects.bulk_create(
        [Organisation(name=f"{chance.choice(WORDS).title()} Partner {i}") for i in range(3000)]
    )
    scopes = Scope.objects.bulk_create(
        [Scope(kind=ScopeKind.RESTRICTED if i % 5 == 0 else ScopeKind.OPEN) for i in range(alliances)],
        batch_size=_CHUNK,
    )
    kinds, stages = list(AllianceType.objects.all()), list(Stage.objects.all())
    areas, roles = list(TherapeuticArea.objects.all()), list(AllianceRole.objects.all())
    rows = Alliance.objects.bulk_create(
        [
            Alliance(
                scope=scope,
                name=f"Bench × Partner {place}: {' '.join(chance.sample(WORDS, 3))}",
                purpose=" ".join(chance.choices(WORDS, k=40)),
                alliance_type=chance.choice(kinds),
                stage=chance.choice(stages),
                therapeutic_area=chance.choice(areas),
                lead=people[0] if place < 50 else chance.choice(people),
                review_months=6,
                last_reviewed_on=today - timedelta(days=chance.randint(0, 200)),
            )
            for place, scope in enumerate(scopes)
        ],
        batch_size=_CHUNK,
    )
    Party.objects.bulk_create(
        [Party(alliance=one, organisation=own, side=Side.OURS) for one in rows]
        + [
            Party(alliance=one, organisation=org, side=Side.THEIRS)
            for one in rows
            for org in chance.sample(partners, 2)
        ],
        batch_size=_CHUNK,
    )
    Member.objects.bulk_create(
        [
            Member(alliance=one, person=person, role=chance.choice(roles), side=Side.OURS)
            for one in rows
            for person in chance.sample(people, 3)
        ],
        batch_size=_CHUNK,
    )
    user = User.objects.create_user("bench@hub.example", person=people[0], roles=["alliance_manager"])
    ScopeGrant.objects.bulk_create(
        [ScopeGrant(scope=one.scope, person=people[0], role=Access.LEAD) for one in rows[:50]]
    )
    JournalEntry.objects.bulk_create(
        [
            JournalEntry(
                alliance=chance.choice(rows),
                text=" ".join([*chance.choices(WORDS, k=3), *chance.choices(PROSE, k=20)]),
                happened_on=today - timedelta(days=chance.randint(0, 700)),
                by=user,
            )
            for _ in range(alliances * 10)
        ],
        batch_size=_CHUNK,
    )
    _fill_tools(tools, by=user, chance=chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return user


def _prose(chance: random.Random, key: str, length: int) -> str:
    """A title of the field's words; below it one of them among others."""
    if key == "title":
        return " ".join(chance.choices(WORDS, k=length))
    return " ".join([chance.choice(WORDS), *chance.choices(PROSE, k=length - 1)])


def _fill_tools(count: int, *, by: User, chance: random.Random) -> None:
    """So many published tools of ten blocks, half of them in Japanese too."""
    contents = Content.objects.bulk_create(
        [Content(kind=ContentKind.TOOL, slug=f"tool-{place}", owner=by.person) for place in range(count)], _CHUNK
    )
    Tool.objects.bulk_create(
        [
            Tool(content=one, toolkit=chance.choice(Toolkit.values), minutes=20, phases=["running"], position=place)
            for place, one in enumerate(contents)
        ],
        _CHUNK,
    )
    versions = Edition.objects.bulk_create([Edition(content=one, number=1, author=by) for one in contents], _CHUNK)
    lines = [(key, BlockKind.LINE, 12) for key in ("purpose", "when", "when-not", "practice-reason")]
    shape = [("title", BlockKind.LINE, 3), *lines, *[(f"part-{place}", BlockKind.TEXT, 60) for place in range(5)]]
    blocks = [
        Block(edition=one, key=key, kind=kind, position=place, text=_prose(chance, key, length))
        for one in versions
        for place, (key, kind, length) in enumerate(shape)
    ]
    Block.objects.bulk_create(blocks, _CHUNK)
    BlockTranslation.objects.bulk_create(
        [
            BlockTranslation(
                content_id=contents[place // len(shape)].pk,
                language="ja",
                key=block.key,
                text=f"{block.text}の議事録",
                source_hash="",
                translated_by=by,
            )
            for place, block in enumerate(blocks[: len(blocks) // 2])
        ],
        _CHUNK,
    )
    with connection.cursor() as cursor:  # one in twenty is behind its original
        cursor.execute(
            """
            UPDATE publishing_blocktranslation AS translation SET source_hash = block.text_hash
            FROM publishing_block AS block JOIN publishing_version AS version ON version.id = block.version_id
            WHERE version.content_id = translation.content_id AND block.key = translation.key AND version.id % 20 <> 0
            """
        )
    published = {"state": EditionState.PUBLISHED, "published_at": timezone.now(), "approved_by": by}
    Edition.objects.update(**published)
