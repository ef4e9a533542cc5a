"""An archive: lists, files, minutes, and last of all what lies in it, a chunk at a time."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zipfile import ZIP_DEFLATED

from django.db.models import Q
from django.utils import timezone, translation
from zipstream import ZipStream

from alliances.core.models import Alliance
from coe_hub.attachments.models import Attachment, AttachmentKind, StoredFile
from coe_hub.lib.downloads import file_name
from coe_hub.lib.resources import Resource, resources
from coe_hub.lib.tables import Column, csv_lines
from coe_hub.lib.text import reader_language
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.models import Person, User
from governance.meetings.document import minutes_file
from governance.meetings.models import Meeting
from training.models import LearningRecord

_CHUNK = 64 * 1024


# How many entries are written, of how many.
Told = Callable[[int, int], None]


class Archive:
    """Entries in order, each counted as it passes, which `told` hears of; the last one lists them."""

    def __init__(self, about: dict[str, Any], told: Told) -> None:
        self._told_of, self._done = told, 0
        self._zip = ZipStream(compress_type=ZIP_DEFLATED, sized=False)
        self._language, self._taken = reader_language(), set[str]()
        self._manifest: dict[str, Any] = {"made_at": timezone.now().isoformat(), **about, "files": []}

    def add(self, name: str, chunks: Iterable[bytes], **facts: Any) -> None:
        """One file; a name that is taken gets a number."""
        stem, dot, ending = name.rpartition(".")
        place, free = 1, name
        while free.casefold() in self._taken:
            place += 1
            free = f"{stem} ({place}){dot}{ending}"
        self._taken.add(free.casefold())
        self._zip.add(self._counted(free, chunks, facts), free)

    def add_list(self, name: str, rows: Iterable[Any], columns: Iterable[Column]) -> None:
        """A list as CSV, with the headings of the reader's language."""
        self.add(f"{name}.csv", (line.encode() for line in csv_lines(rows, list(columns))))

    def stream(self) -> Iterable[bytes]:
        """The archive, once all is added."""
        self._zip.add(self._told(), "manifest.json")
        return self._zip

    def _counted(self, name: str, chunks: Iterable[bytes], facts: dict[str, Any]) -> Iterator[bytes]:
        size, digest = 0, hashlib.sha256()
        with translation.override(self._language):
            for chunk in chunks:
                size += len(chunk)
                digest.update(chunk)
                yield chunk
        self._manifest["files"].append({"name": name, "bytes": size, "sha256": digest.hexdigest(), **facts})
        self._done += 1
        self._told_of(self._done, len(self._taken))

    def _told(self) -> Iterator[bytes]:
        yield json.dumps(self._manifest, ensure_ascii=False, indent=1).encode()


def register_archive(user: User, told: Told) -> Archive:
    """Every list that has something of alliances, of all that the user sees, those that were put away as well."""
    archive = Archive({"alliances": "all"}, told)
    for resource in resources():
        if _way_to_alliance(resource):
            found = resource.all_rows(user).order_by("pk")
            archive.add_list(resource.code, resource.read(found), resource.columns())
    return archive


def alliance_archive(alliance: Alliance, user: User, told: Told) -> Archive:
    """Every list that has something of the alliance, its files and the minutes of its committees, as the user sees
    them; of one that was put away, too."""
    archive = Archive({"alliance": {"id": alliance.public_id, "name": alliance.name}}, told)
    for resource in resources():
        if path := _way_to_alliance(resource):
            found = resource.all_rows(user).filter(**{path: alliance.public_id}).order_by("pk")
            archive.add_list(resource.code, resource.read(found), resource.columns())
    here = Q(folder__scope=alliance.scope) | Q(folder__scope__parent=alliance.scope)
    files = Attachment.objects.visible_to(user).active().filter(here).with_row().order_by("pk")
    for file in files:
        if file.kind == AttachmentKind.FILE and file.newest:
            archive.add(f"files/{_in_one_part(file.newest.name)}", _stored(file.newest), record=file.public_id)
    links = [one for one in files if one.kind == AttachmentKind.LINK]
    archive.add_list("links", links, [_as_it_is("title"), _as_it_is("address")])
    meetings = Meeting.objects.visible_to(user).filter(committee__alliance=alliance, held_at__isnull=False)
    for meeting in meetings.select_related("committee__alliance", "committee__kind", "minutes").order_by("starts_at"):
        name = file_name(f"{meeting.local_day:%Y-%m-%d}", meeting.committee.label, kind="docx")
        archive.add(f"minutes/{name}", _minutes(meeting), record=meeting.public_id)
    return archive


def _as_it_is(name: str) -> Column:
    """A column of that name, for programs."""
    return Column(name, name, lambda row: "" if (value := getattr(row, name)) is None else str(value))


# Of what hangs on something of an alliance.
_THROUGH = {
    "committee": "committee__alliance__public_id",
    "check": "check_made__alliance__public_id",
    "meeting": "meeting__committee__alliance__public_id",
}


def _way_to_alliance(resource: Resource) -> str:
    if resource.model is Alliance:
        return "public_id"
    return resource.above if resource.parent == "alliance" else _THROUGH.get(resource.parent, "")


def _in_one_part(name: str) -> str:
    """A name that stays in its folder wherever it is unpacked."""
    return name.replace("/", "_").replace("\\", "_")


def _stored(edition: StoredFile) -> Iterator[bytes]:
    with edition.stored.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _minutes(meeting: Meeting) -> Iterator[bytes]:
    yield minutes_file(meeting, kind="docx", language=reader_language()).content


More = Callable[[Archive, Person, User], None]
_more_of_oneself: list[More] = []


def register_own(add: More) -> None:
    """Have more of a person in their archive: `add(archive, person, reader)`. Called at start by a room above."""
    _more_of_oneself.append(add)


def own_archive(user: User, told: Told) -> Archive:
    """What the hub has of the user: account and entry, what hangs on them, what they wrote, what they learnt."""
    archive = Archive({"account": user.email}, told)
    person = user.person
    values = {name: str(getattr(person, name) or "") for name in person.EDITABLE}
    account = {name: str(getattr(user, name)) for name in ("email", *user.EDITABLE)}
    profile = {"person": values, "account": account}
    archive.add("profile.json", [json.dumps(profile, ensure_ascii=False, indent=1).encode()])
    held = [_as_it_is(name) for name in ("kind", "title", "detail", "url")]
    archive.add_list("what-hangs-on-me", holdings(person, user=user).shown, held)
    own: dict[str, dict[str, Any]] = {"actions": {"owner": person}, "journal": {"by": user}, "reviews": {"by": user}}
    for resource in resources():
        if resource.code in own:
            found = resource.all_rows(user).filter(**own[resource.code]).order_by("pk")
            archive.add_list(resource.code, resource.read(found), resource.columns())
    learnt = [_as_it_is(name) for name in _LEARNT]
    archive.add_list("learning", LearningRecord.objects.filter(user=user).order_by("pk"), learnt)
    for add in _more_of_oneself:
        add(archive, person, user)
    return archive


_LEARNT = ("at", "event", "course_slug", "course_edition", "lesson_slug", "score")
