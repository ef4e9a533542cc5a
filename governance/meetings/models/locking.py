"""Final minutes are never changed: the database refuses it, whoever asks."""

import pgtrigger

# For each row to come, go or change. One that moves from one meeting to another touches both; at an insert OLD is empty
# and at a delete NEW, and what a trigger before the change returns is the row it lets through. The error is one of
# integrity, so that whoever merges doubles leaves such a row as it is.
_FINAL = """
IF EXISTS (
    SELECT 1 FROM meetings_minutes WHERE meeting_id IN (NEW.{key}, OLD.{key}) AND state = 'final'
) THEN
    RAISE EXCEPTION 'The minutes of this meeting are final: write a dated correction.'
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""
_OWN = """
IF OLD.state = 'final' THEN
    RAISE EXCEPTION 'The minutes of this meeting are final: write a dated correction.'
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""
_NOT_YET = """
IF NOT EXISTS (SELECT 1 FROM meetings_minutes WHERE id = NEW.minutes_id AND state = 'final') THEN
    RAISE EXCEPTION 'Only final minutes are corrected.' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""
_ANY_CHANGE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def only_before_final(key: str) -> pgtrigger.Trigger:
    """Refuse rows to come, go or change once the minutes of the meeting in the column `key` are final."""
    return pgtrigger.Trigger(
        name="only_before_final", when=pgtrigger.Before, operation=_ANY_CHANGE, func=_FINAL.format(key=key)
    )


def final_for_good() -> pgtrigger.Trigger:
    """Refuse minutes themselves to go or change once they are final."""
    return pgtrigger.Trigger(
        name="final_for_good", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=_OWN
    )


def only_of_final() -> pgtrigger.Trigger:
    """Refuse corrections of minutes that can still be changed."""
    return pgtrigger.Trigger(name="only_of_final", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_NOT_YET)
