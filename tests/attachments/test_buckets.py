"""Files in a bucket: STORAGE_URL, tried on a real server that speaks S3, over the same pages as files in a folder."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer

from alliances.core.models import Alliance
from coe_hub.attachments.actions import attach_file
from coe_hub.attachments.models import Attachment, StoredFile
from coe_hub.lib import storage
from coe_hub.lib.storage import storage_settings
from coe_hub.lib.tasks import remove_stray_files
from tests.attachments.data import PDF, pdf
from tests.cast import Cast

FOLDER = Path("/srv/hub/files")
NAME = "契約書 – Åse & Co.pdf"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that speaks S3, with an empty bucket `alliance-files`."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client(address).create_bucket(Bucket="alliance-files")
    yield address
    server.stop()


def client(address: str) -> Any:
    """Amazon's own client of that server."""
    keys = {"aws_access_key_id": "KEY", "aws_secret_access_key": "a/b+c"}
    return boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)


@pytest.fixture
def bucket(server: str, settings: Any) -> Any:
    """The hub's files lie in the bucket; what `client` gives, to look into it."""
    url = f"s3://KEY:a%2Fb%2Bc@alliance-files/hub?region=us-east-1&endpoint={server}"
    settings.STORAGES = settings.STORAGES | {"default": storage_settings(url, folder=FOLDER)}
    return client(server)


def keys(bucket: Any) -> set[str]:
    """What lies in the bucket."""
    return {one["Key"] for one in bucket.list_objects_v2(Bucket="alliance-files").get("Contents", [])}


def test_a_file_goes_into_the_bucket_and_comes_out_again(
    bucket: Any, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    lead, before = sign_in(cast.lead), keys(bucket)
    lead.post(reverse("attachment_create", args=["alliance", alliance.public_id]), {"uploads": [pdf(NAME)]})
    file = Attachment.objects.get(title=NAME)
    assert keys(bucket) - before == {f"hub/{file.newest.stored.name}"}
    answer = lead.get(reverse("attachment_download", args=[file.public_id]))
    assert b"".join(answer.streaming_content) == PDF
    assert "%E5%A5%91%E7%B4%84%E6%9B%B8" in answer["Content-Disposition"]


def test_a_replaced_file_keeps_its_former_edition_in_the_bucket(
    bucket: Any, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    file, lead = attach_file(record=alliance, upload=pdf(), by=cast.lead), sign_in(cast.lead)
    lead.post(reverse("attachment_replace", args=[file.public_id]), {"file": pdf(words=b"second")})
    read = [
        b"".join(lead.get(reverse("edition_attached", args=[file.public_id, number])).streaming_content)
        for number in (1, 2)
    ]
    assert read == [PDF, PDF + b"second"]


def test_a_large_file_is_never_whole_in_memory(bucket: Any) -> None:
    name = default_storage.save("attachments/large", ContentFile(b"x" * 3 * storage._IN_MEMORY))
    with default_storage.open(name) as stored:
        stored.read(1)
        assert stored.file._rolled  # it went by a file on disk
        assert len(stored.read()) == 3 * storage._IN_MEMORY - 1


def test_what_has_no_row_goes_after_a_day(bucket: Any, time_machine: Any, alliance: Alliance, cast: Cast) -> None:
    kept = attach_file(record=alliance, upload=pdf(), by=cast.lead)
    stray = default_storage.save("attachments/stray", ContentFile(PDF))
    remove_stray_files()
    assert default_storage.exists(stray)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    remove_stray_files()
    names = set(default_storage.listdir("attachments")[1])
    assert names == {Path(StoredFile.objects.get(attachment=kept).stored.name).name}


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("s3://files?region=eu-central-1", {"bucket_name": "files", "location": "", "region_name": "eu-central-1"}),
        (
            "s3://A:b%2Fc@files/hub/",
            {"bucket_name": "files", "location": "hub", "access_key": "A", "secret_key": "b/c"},
        ),
    ],
)
def test_the_address_of_a_bucket_is_read(url: str, options: dict[str, str]) -> None:
    read = storage_settings(url, folder=FOLDER)["OPTIONS"]
    assert {name: read[name] for name in options} == options


def test_without_an_address_files_lie_in_the_folder() -> None:
    assert storage_settings("", folder=FOLDER)["OPTIONS"] == {"location": FOLDER}


@pytest.mark.parametrize("url", ["https://files", "s3://", "s3://A@files", "s3://files?regoin=x", "/srv/files"])
def test_an_address_that_cannot_be_read_is_said(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"STORAGE_URL cannot be read\. It looks like s3://bucket"):
        storage_settings(url, folder=FOLDER)
