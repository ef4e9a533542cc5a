"""What lies in the folders of the demo's alliances: files that our own writers make, and links to elsewhere."""

from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from alliances.core.models import Alliance
from coe_hub.attachments.actions import add_link, attach_file
from coe_hub.attachments.models import Attachment
from coe_hub.demo import data
from coe_hub.demo.company import Company
from coe_hub.demo.days import Days
from coe_hub.documents.word import Part, write_docx
from coe_hub.lib.history import acting


def attach_files(*, company: Company, alliances: Mapping[str, Alliance], days: Days) -> None:
    """Put the files and links of the data into the folders of their alliances. Run in a transaction."""
    for row in data.files():
        by, alliance = company.users[row["by"]], alliances[row["alliance"]]
        with acting(by=by):
            if "address" in row:
                checked_on = days.working_day(row["checked_on"])
                added = add_link(
                    record=alliance, by=by, title=row["name"], address=row["address"], checked_on=checked_on
                )
            else:
                added = attach_file(record=alliance, upload=_upload(row), by=by)
            at = days.hour(days.working_day(row["on"]), zone=by.time_zone, seed=row["name"])
            Attachment.objects.filter(pk=added.pk).update(created_at=at, updated_at=at)
            added.editions.update(created_at=at)


def _upload(row: data.FileData) -> SimpleUploadedFile:
    if "csv" in row:
        return SimpleUploadedFile(row["name"], row["csv"].encode("utf-8-sig"))
    content = write_docx(
        title=row["title"],
        purpose=row["purpose"],
        parts=[Part("text", row["text"])],
        footer=row["title"],
        example_title="",
        language=row["language"],
    )
    return SimpleUploadedFile(row["name"], content)
