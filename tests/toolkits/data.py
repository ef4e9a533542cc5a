"""A small published tool, others in the other states of their way, and finished files."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, attach_file, on_the_desk, publish, retire, start_pilot
from toolkits.actions import create_tool
from toolkits.models import Tool

WORDS = [
    Words(key="title", kind="line", text="Minutes and what to capture"),
    Words(key="purpose", kind="line", text="Keep what was decided."),
    Words(key="when", kind="line", text="After each joint meeting."),
    Words(key="when-not", kind="line", text="For a call of two people."),
    Words(key="practice-reason", kind="line", text="Decisions get lost."),
    Words(key="how", kind="text", text="Write the **decision** first."),
    Words(key="who", kind="fields", text="Alliance: {alliance}\nPartners: {partners}\nSponsor: {sponsor}"),
]


def make_tool(*, author: User, approver: User, title: str = "Minutes and what to capture") -> Tool:
    """A published research tool for running alliances."""
    made = create_tool(
        title=title,
        words=WORDS,
        by=author,
        toolkit="research",
        minutes=20,
        phases=["running"],
        weight="light",
        practice="core",
    )
    publish(draft=made.content.editions.get(), by=approver)
    return made


def make_edition(state: str, *, author: User, approver: User) -> Tool:
    """A tool of that name whose only edition is `drafted`, a `pilot` (`given`: to people whom a test names), or
    published and `retired`, with a file."""
    words = [Words(key="title", kind="line", text=f"The {state} one"), *WORDS[1:]]
    facts = {"toolkit": "research", "minutes": 5, "phases": ["running"], "weight": "light", "practice": "core"}
    tool = create_tool(title=state, words=words, by=author, **facts)
    attach_file(
        content=tool.content, upload=word_file(), kind="docx", label="With our letterhead", by=author, version=1
    )
    draft = on_the_desk(tool.content)
    if state in {"pilot", "given"}:
        start_pilot(draft=draft, question="Do both sides need the second part?", by=approver)
    elif state == "retired":
        publish(draft=draft, by=approver)
        tool.content.refresh_from_db()
        retire(content=tool.content, reason="Two tools did the same.", instead=None, version=tool.content.version)
    return tool


def word_file(name: str = "letterhead.docx", *, text: str = "Kestrel Pharma") -> SimpleUploadedFile:
    """A Word file as somebody would hand it in."""
    document, content = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(content)
    return SimpleUploadedFile(name, content.getvalue())
