"""What follows from an alliance's stages, reviews, scope and people, kept by triggers in one narrow table beside its
record.

The dashboard asks it of every alliance; to find the last rows of each anew was the dearest part of the page. Nobody
types it, and nothing of the hub writes it. Columns about reviews are kept by `alliances.reviews`, those about
people by `alliances.core.models.ours`.
"""

import pgtrigger
from django.db import models

from coe_hub.people.models import Scope
from coe_hub.vocabulary.models import Stage

_PHASE = "(SELECT phase FROM vocabulary_stage WHERE id = {row}.stage_id)"
_IS_OPEN = "(SELECT kind = 'open' FROM people_scope WHERE id = {row}.scope_id)"
# Where the alliance is, and as of which day: of the rows of `one` that a condition on `alliance` may narrow.
_STAGES = f"""
UPDATE alliances_standing AS one SET
    is_open = {_IS_OPEN.format(row="alliance")},
    stage_since = (SELECT max(on_date) FROM alliances_stagechange WHERE alliance_id = alliance.id),
    phase_since = (
        SELECT min(came.on_date) FROM alliances_stagechange AS came
        WHERE came.alliance_id = alliance.id AND {_PHASE.format(row="came")} = {_PHASE.format(row="alliance")}
            AND NOT EXISTS (
                SELECT FROM alliances_stagechange AS later
                WHERE later.alliance_id = alliance.id AND (later.on_date, later.id) > (came.on_date, came.id)
                    AND {_PHASE.format(row="later")} <> {_PHASE.format(row="alliance")}
            )
    )
FROM alliances_alliance AS alliance WHERE one.alliance_id = alliance.id
"""  # noqa: S608  CONFIG: put together from constants of this module
_LOGGED = f"""
INSERT INTO alliances_standing (alliance_id, is_open) SELECT id, {_IS_OPEN.format(row="alliance")}
FROM alliances_alliance AS alliance
"""  # noqa: S608  CONFIG: put together from constants of this module
ALL_ANEW = [_LOGGED, _STAGES]


class Standing(models.Model):
    """How one alliance stands by its own rows.

    `stage_since` is the day of its last change of stage, `phase_since` the one on which it came into the phase it is
    in, from stage to stage without leaving it. Of reviews there are the outcome of the last one and of the one before,
    empty where there is none, the day of the last, and the day of the first of those at risk that no other outcome
    came after. Of our side there are how many people are named, and in how many roles somebody who manages alliances,
    who sponsors this one, and who finished a course: whether there is anybody is all that is ever told of these.
    """

    alliance = models.OneToOneField("alliances.Alliance", models.CASCADE, primary_key=True, related_name="standing")
    is_open = models.BooleanField()
    stage_since = models.DateField(null=True)
    phase_since = models.DateField(null=True)
    last_outcome = models.CharField(max_length=8, db_default="")
    former_outcome = models.CharField(max_length=8, db_default="")
    last_held_on = models.DateField(null=True)
    at_risk_since = models.DateField(null=True)
    our_people = models.PositiveSmallIntegerField(db_default=0)
    our_managers = models.PositiveSmallIntegerField(db_default=0)
    our_sponsors = models.PositiveSmallIntegerField(db_default=0)
    our_trained = models.PositiveSmallIntegerField(db_default=0)

    def __str__(self) -> str:
        return self.last_outcome


_NEW_ROWS = pgtrigger.Referencing(new="new_values")


def when_logged() -> pgtrigger.Trigger:
    """Of all alliances that one statement logs."""
    return pgtrigger.Trigger(
        name="standing_when_logged",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        referencing=_NEW_ROWS,
        func=f"{_LOGGED.replace('alliances_alliance', 'new_values')}; RETURN NULL;",
    )


def when_moved() -> pgtrigger.Trigger:
    """Of an alliance that comes into another stage or scope."""
    return pgtrigger.Trigger(
        name="standing_when_moved",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("stage_id", "scope_id"),
        func=f"""
            IF NEW.stage_id <> OLD.stage_id OR NEW.scope_id <> OLD.scope_id THEN {_STAGES} AND alliance.id = NEW.id;
            END IF;
            RETURN NULL;
        """,
    )


def when_stage_is_told() -> pgtrigger.Trigger:
    """Of alliances whose changes of stage are written, all of one statement together."""
    return pgtrigger.Trigger(
        name="standing_when_stage_is_told",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        referencing=_NEW_ROWS,
        func=f"{_STAGES} AND alliance.id IN (SELECT alliance_id FROM new_values); RETURN NULL;",  # noqa: S608  CONFIG: as above
    )


def when_stage_changes() -> pgtrigger.Trigger:
    """Of alliances whose changes of stage are corrected or taken back."""
    return pgtrigger.Trigger(
        name="standing_when_stage_changes",
        when=pgtrigger.After,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"{_STAGES} AND alliance.id IN (NEW.alliance_id, OLD.alliance_id); RETURN NULL;",
    )


# On tables of rooms below, which know no alliances.
pgtrigger.register(
    pgtrigger.Trigger(
        name="standing_when_opened",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("kind"),
        condition=pgtrigger.AnyChange("kind"),
        func=f"{_STAGES} AND alliance.scope_id = NEW.id; RETURN NULL;",
    )
)(Scope)
pgtrigger.register(
    pgtrigger.Trigger(
        name="standing_when_phase_changes",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("phase"),
        condition=pgtrigger.AnyChange("phase"),
        func=f"""
            {_STAGES} AND alliance.id IN (SELECT alliance_id FROM alliances_stagechange WHERE stage_id = NEW.id);
            RETURN NULL;
        """,  # noqa: S608  CONFIG: put together from constants of this module
    )
)(Stage)
