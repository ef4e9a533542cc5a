"""Which translations the original has left behind, kept by triggers in `BlockTranslation.is_behind`.

To compare all texts anew was the dearest part of each page that asks. Two things move it: a translation is written,
and another edition, whose blocks never change from then on, is what readers see. Tables have the names they had first.
"""

import pgtrigger

_IS_BEHIND = """EXISTS (
    SELECT FROM publishing_block AS block JOIN publishing_version AS edition ON edition.id = block.version_id
    WHERE edition.content_id = {row}.content_id AND edition.state = 'published'
        AND block.key = {row}.key AND block.text_hash <> {row}.source_hash
)"""
ALL_ANEW = f"""
UPDATE publishing_blocktranslation AS one SET is_behind = NOT is_behind
WHERE is_behind <> {_IS_BEHIND.format(row="one")}
"""  # noqa: S608  CONFIG: put together from constants of this module


def when_written() -> pgtrigger.Trigger:
    """Of a translation that is written."""
    return pgtrigger.Trigger(
        name="behind_when_written",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("content_id", "key", "source_hash"),
        func=f"NEW.is_behind := {_IS_BEHIND.format(row='NEW')}; RETURN NEW;",
    )


def when_published() -> pgtrigger.Trigger:
    """Of all translations of a content of which another edition, or none, is what readers see."""
    return pgtrigger.Trigger(
        name="behind_when_published",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("state") | pgtrigger.Delete,
        func=f"{ALL_ANEW} AND content_id = COALESCE(NEW.content_id, OLD.content_id); RETURN NULL;",
    )
