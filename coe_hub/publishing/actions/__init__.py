"""How content comes to readers: written as a draft, looked at by a second person, published, translated, retired."""

from coe_hub.publishing.actions.content import confirm_review, give_back, look_after, retire
from coe_hub.publishing.actions.drafts import Words, attach_file, create_content, detach_file, opened_on, write_draft
from coe_hub.publishing.actions.editions import (
    comment_on_pilot,
    may_approve,
    not_written_by,
    on_the_desk,
    publish,
    published,
    start_pilot,
    submit,
    take_back,
)
from coe_hub.publishing.actions.translations import approve_translation, to_approve, translate, translate_all

__all__ = [
    "Words",
    "approve_translation",
    "attach_file",
    "comment_on_pilot",
    "confirm_review",
    "create_content",
    "detach_file",
    "give_back",
    "look_after",
    "may_approve",
    "not_written_by",
    "on_the_desk",
    "opened_on",
    "publish",
    "published",
    "retire",
    "start_pilot",
    "submit",
    "take_back",
    "to_approve",
    "translate",
    "translate_all",
    "write_draft",
]
