"""Text that people typed, as pages show it: escaped, its line breaks kept, and the addresses in it made links."""

import re
from urllib.parse import urlsplit

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# An address ends where no address goes on: at a space, at what quotes it, at Japanese punctuation and brackets.
_ADDRESS = re.compile(
    r"(?<![\w@])(?:https?://|mailto:)[^\s<>\"'`、。，．！？「」『』（）［］【】《》〈〉…]+", re.IGNORECASE
)
_CLOSING = {")": "(", "]": "[", "}": "{"}


def linked_lines(text: str) -> SafeString:
    """The text with its line breaks, on what may be the line of something else."""
    return mark_safe(_linked(text).replace("\n", "<br>"))  # noqa: S308  escaped by `_linked`


def linked_paragraphs(text: str) -> SafeString:
    """The text as paragraphs: an empty line parts them."""
    paragraphs = [part.strip("\n") for part in re.split(r"\n{2,}", _ends(text)) if part.strip()]
    return mark_safe("".join(f"<p>{linked_lines(part)}</p>" for part in paragraphs))  # noqa: S308  as above


def _ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _linked(text: str) -> str:
    parts, place = [], 0
    text = _ends(text)
    for found in _ADDRESS.finditer(text):
        address = _without_end(found.group())
        if not _leads_somewhere(address):
            continue
        parts += [escape(text[place : found.start()]), _link(address)]
        place = found.start() + len(address)
    return "".join([*parts, escape(text[place:])])


def _without_end(address: str) -> str:
    """Without what ends a sentence, and without a bracket that was opened before the address."""
    while address:
        last = address[-1]
        is_unopened = last in _CLOSING and address.count(last) > address.count(_CLOSING[last])
        if last not in ".,:;!?*_" and not is_unopened:
            break
        address = address[:-1]
    return address


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # such as https://[
        return False
    return "@" in parts.path if parts.scheme == "mailto" else bool(parts.hostname)


def _link(address: str) -> SafeString:
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', address, address)
