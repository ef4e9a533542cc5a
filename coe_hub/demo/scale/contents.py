"""Tools at scale, in two languages, and what was used of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from coe_hub.demo.scale.people import Company, write
from coe_hub.demo.scale.words import Writer
from coe_hub.publishing.models import (
    Block,
    BlockKind,
    BlockTranslation,
    Content,
    ContentKind,
    Edition,
    EditionState,
)
from coe_hub.vocabulary.models import Phase
from toolkits.models import Tool, Toolkit

_LINES = {"title": 1, "purpose": 2, "when": 2, "when-not": 2, "practice-reason": 2}
_PARTS = 5
_BEHIND = 20  # one translation in so many is behind its original


def write_tools(writer: Writer, company: Company, *, count: int, now: datetime) -> None:
    """So many published tools of ten blocks, each in English and in Japanese."""
    chance, curators = writer.chance, company.curators
    contents = write(Content, (_content(place, company, now) for place in range(count)))
    write(Tool, (_tool(one, place, writer) for place, one in enumerate(contents)))
    editions = write(Edition, (Edition(content=one, number=1, author=chance.choice(curators)) for one in contents))
    blocks = write(Block, (block for one in editions for block in _blocks(one, writer)))
    write(BlockTranslation, (_translation(block, writer) for block in blocks))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE publishing_blocktranslation AS translation SET source_hash = block.text_hash
            FROM publishing_block AS block JOIN publishing_version AS edition ON edition.id = block.version_id
            WHERE edition.content_id = translation.content_id AND block.key = translation.key AND edition.id %% %s <> 0
                AND edition.content_id BETWEEN %s AND %s
            """,
            [_BEHIND, contents[0].pk, contents[-1].pk],
        )
    published: dict[str, Any] = {"state": EditionState.PUBLISHED, "published_at": now, "approved_by": F("author")}
    Edition.objects.filter(pk__in=[one.pk for one in editions]).update(**published)


def _content(place: int, company: Company, now: datetime) -> Content:
    owner = company.curators[place % len(company.curators)].person
    return Content(
        kind=ContentKind.TOOL, slug=f"scale-{place}", owner=owner, review_months=12, last_reviewed_on=now.date()
    )


def _tool(content: Content, place: int, writer: Writer) -> Tool:
    phases = writer.chance.sample(Phase.values, 2)
    toolkit = writer.chance.choice(Toolkit.values)
    return Tool(content=content, toolkit=toolkit, minutes=20, phases=phases, position=place % 30_000)


def _blocks(edition: Edition, writer: Writer) -> Iterator[Block]:
    for position, (key, sentences) in enumerate(_LINES.items()):
        text = writer.prose("en", sentences)[:300]
        yield Block(edition=edition, key=key, kind=BlockKind.LINE, position=position, text=text)
    for part in range(_PARTS):
        text = writer.prose("en", 6)
        yield Block(edition=edition, key=f"part-{part}", kind=BlockKind.TEXT, position=len(_LINES) + part, text=text)


def _translation(block: Block, writer: Writer) -> BlockTranslation:
    edition = block.edition
    text = writer.prose("ja", _LINES.get(block.key, 6))[:300]
    return BlockTranslation(
        content_id=edition.content_id,
        language="ja",
        key=block.key,
        text=text,
        source_hash="",
        translated_by=edition.author,
    )


def write_use(company: Company, *, count: int) -> None:
    """So many times somebody read or took a tool within two years, some tools far more often than others."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH tools AS (SELECT array_agg(content_id ORDER BY content_id) AS ids FROM toolkits_tool),
                users AS (SELECT array_agg(id) AS ids FROM people_user WHERE email LIKE 'scale-%%')
            INSERT INTO usage_usageevent (kind, content_id, user_id, at)
            SELECT CASE WHEN number %% 3 = 0 THEN 'download' ELSE 'view' END,
                tools.ids[1 + floor(cardinality(tools.ids) * power(random(), 2))::int],
                users.ids[1 + floor(cardinality(users.ids) * random())::int],
                now() - random() * interval '730 days'
            FROM tools, users, generate_series(1, %s) AS number
            """,
            [count],
        )
