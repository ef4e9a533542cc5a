"""Files go into a bucket, and each secret is changed, as docs/operations.md says: with the real parts, and nobody loses
anything."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import requests
from django.conf import settings
from moto.server import ThreadedMotoServer

from alliances.core.models import Alliance
from coe_hub.api.models import Webhook
from coe_hub.api.webhooks.actions import make_webhook
from coe_hub.run.postgres import OWNER
from tests.architecture.test_operations_page import PAGE
from tests.attachments.data import pdf
from tests.attachments.test_buckets import client
from tests.factories import make_alliance, make_user
from tests.hostile.forms import Forms
from tests.operations.parts import Parts, browser_of, running

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
NEW = "another key, of a year later, that nobody has guessed either"


def test_files_move_into_a_bucket_and_secrets_are_changed_under_people_at_work(words: None, tmp_path: Path) -> None:
    ada = make_user("Ada Admin", roles=["admin", "alliance_manager"])
    alliance = make_alliance("Kestrel and Northwind", by=ada)
    hook, secret = make_webhook(user=ada, address="https://203.0.113.1/hook", name="Sheet", resources=["alliances"])
    browser = browser_of(ada)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        with running(tmp_path) as parts:
            _files_move(parts, browser, alliance, "http://{}:{}".format(*server.get_host_and_port()))
            _the_key_is_changed(parts, browser, hook, secret)
            _a_password_is_changed(parts, browser)
    finally:
        server.stop()


def manage(parts: Parts, line: str) -> str:
    """What a command of the page prints."""
    assert f"manage.py {line}" in PAGE, line
    arguments = [one.replace("var/files", str(parts.folder / "data" / "files")) for one in shlex.split(line)]
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=parts.environment, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


def _files_move(parts: Parts, browser: requests.Session, alliance: Alliance, bucket: str) -> None:
    site, address = parts.web("of the folder"), f"{alliance.get_absolute_url()}files/"
    content = pdf().read()
    page = browser.get(site + address, timeout=60)
    [form, *_more] = [one for one in Forms(page.text, page.url).found if one.files]
    [field] = form.files
    sent = {field: ("charter.pdf", content)}
    to = site + form.action if form.action.startswith("/") else form.action
    assert (
        browser.post(to, data=form.filled(), files=sent, headers={"Referer": page.url}, timeout=60).status_code == 200
    )
    [[public_id]] = parts.ask("SELECT public_id FROM attachments_attachment")

    store = client(bucket)
    store.create_bucket(Bucket="alliance-files")
    parts.environment["STORAGE_URL"] = f"s3://KEY:a%2Fb%2Bc@alliance-files/hub?region=us-east-1&endpoint={bucket}"
    assert manage(parts, "copy_files var/files") == "1 files copied, 0 were there already\n"
    assert manage(parts, "copy_files var/files") == "0 files copied, 1 were there already\n"
    shutil.rmtree(parts.folder / "data" / "files")
    site = parts.web("of the bucket")
    assert browser.get(f"{site}/files/{public_id}/download/", timeout=60).content == content
    [[name]] = parts.ask("SELECT stored FROM attachments_storedfile")
    assert [one["Key"] for one in store.list_objects_v2(Bucket="alliance-files")["Contents"]] == [f"hub/{name}"]


def _the_key_is_changed(parts: Parts, browser: requests.Session, hook: Webhook, secret: str) -> None:
    old = settings.SECRET_KEY
    parts.environment |= {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": old, "METRICS_TOKEN": "another token"}
    site = parts.web("of both keys")
    assert browser.get(f"{site}/people/me/", allow_redirects=False, timeout=60).status_code == 200
    assert "api.Webhook: 1 sealed anew" in manage(parts, "seal_anew")
    answers = [
        requests.get(f"{site}/metrics", headers={"Authorization": f"Bearer {token}"}, timeout=30).status_code
        for token in ("a-token-of-monitoring", "another token")
    ]
    assert answers == [404, 200]

    del parts.environment["SECRET_KEY_FALLBACKS"]
    site = parts.web("of the new key")
    # Whoever was here under both keys stays; what was sealed anew opens
    assert browser.get(f"{site}/people/me/", allow_redirects=False, timeout=60).status_code == 200
    opened = "from coe_hub.api.webhooks.actions import secret_of; from coe_hub.api.models import Webhook"
    parts.run(opened, f"assert secret_of(Webhook.objects.get(pk={hook.pk})) == {secret!r}.encode()")


def _a_password_is_changed(parts: Parts, browser: requests.Session) -> None:
    former = parts.database_url
    parts.ask(f"ALTER ROLE {OWNER} PASSWORD 'another'")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(former)
    parts.database_url = parts.environment["DATABASE_URL"] = re.sub(r":[^:@]*@", ":another@", former)
    site = parts.web("of the new password")
    assert browser.get(f"{site}/people/me/", timeout=60).status_code == 200
