"""Where files that people hand in lie: in a folder of this machine, or in a bucket that speaks S3."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Bytes of a file from a bucket that are held in memory; the rest goes by a temporary file.
_IN_MEMORY = 1024 * 1024
_EXAMPLE = "s3://bucket?region=eu-central-1, s3://KEY:SECRET@bucket/folder?endpoint=https://s3.company.example"


def storage_settings(url: str, *, folder: Path) -> dict[str, Any]:
    """The entry of `STORAGES` for this `STORAGE_URL`: a bucket, or `folder` where it is empty.

    `s3://[KEY:SECRET@]bucket[/folder][?region=…][&endpoint=…]`; without a key, what the machine is allowed is used, as
    Amazon's own tools find it. `endpoint` is the address of another server that speaks S3. Raises
    `ImproperlyConfigured` where it reads otherwise.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    known = {name: query.pop(name, None) for name in ("region", "endpoint")}
    if parts.scheme != "s3" or not parts.hostname or query or bool(parts.username) != bool(parts.password):
        raise ImproperlyConfigured(f"STORAGE_URL cannot be read. It looks like {_EXAMPLE}")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            # urlsplit writes a host in lower case; so is every name of a bucket
            "bucket_name": parts.hostname,
            "location": parts.path.strip("/"),
            "region_name": known["region"],
            "endpoint_url": known["endpoint"],
            "access_key": unquote(parts.username) if parts.username else None,
            "secret_key": unquote(parts.password) if parts.password else None,
            "file_overwrite": False,
            "max_memory_size": _IN_MEMORY,
        },
    }
