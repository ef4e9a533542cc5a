"""What the outcomes of an alliance's reviews come to, kept by a trigger in `Standing`."""

import pgtrigger

_OF_ALLIANCE = "FROM alliances_review WHERE alliance_id = one.alliance_id"
ALL_ANEW = f"""
UPDATE alliances_standing AS one SET
    last_outcome = COALESCE((SELECT outcome {_OF_ALLIANCE} ORDER BY held_on DESC, id DESC LIMIT 1), ''),
    former_outcome = COALESCE((SELECT outcome {_OF_ALLIANCE} ORDER BY held_on DESC, id DESC LIMIT 1 OFFSET 1), ''),
    last_held_on = (SELECT max(held_on) {_OF_ALLIANCE}),
    at_risk_since = (
        SELECT min(risky.held_on) FROM alliances_review AS risky
        WHERE risky.alliance_id = one.alliance_id AND risky.outcome = 'at_risk' AND NOT EXISTS (
            SELECT FROM alliances_review AS better
            WHERE better.alliance_id = one.alliance_id AND better.outcome <> 'at_risk'
                AND (better.held_on, better.id) > (risky.held_on, risky.id)
        )
    )
"""  # noqa: S608  CONFIG: put together from constants of this module


def when_reviewed() -> pgtrigger.Trigger:
    """Of alliances whose reviews are written, corrected or taken back."""
    return pgtrigger.Trigger(
        name="standing_when_reviewed",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"{ALL_ANEW} WHERE one.alliance_id IN (NEW.alliance_id, OLD.alliance_id); RETURN NULL;",
    )
