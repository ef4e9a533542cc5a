"""The local mailbox: what it keeps, and that no mail can do harm in it."""

import socket
import threading
import urllib.error
import urllib.request
from email.message import EmailMessage

import pytest

from coe_hub.run.mailbox import store as store_module
from coe_hub.run.mailbox.store import Store
from coe_hub.run.mailbox.web import Server


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "mailbox")


@pytest.fixture
def address(store):
    server = Server(socket.create_server(("127.0.0.1", 0)), store)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()  # ends within 10 ms
    yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    server.shutdown()
    server.server_close()


def keep(store, *, subject="Review due", text="Please hold it.", html=None, attached=None):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Hub <hub@hub.example>", "mika@hub.example", subject
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    if attached:
        mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename=attached)
    store.add(b"X-Envelope-To: mika@hub.example\r\n" + mail.as_bytes())
    return store.newest_first()[0].name


def get(url, **headers):
    """Status, headers and text, whatever the status is."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def test_empty_mailbox_says_what_will_come(address):
    status, headers, page = get(address)

    assert status == 200
    assert "No mail yet" in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none';")


def test_list_shows_the_newest_first(store, address):
    keep(store, subject="First")
    keep(store, subject="Second <b>bold</b>")

    page = get(address)[2]

    assert "2 mails" in page
    assert page.index("Second &lt;b&gt;bold&lt;/b&gt;") < page.index("First")


def test_mail_opens_with_its_html_in_a_sandbox(store, address):
    name = keep(store, html='<p>Hold it <a href="http://localhost/x">here</a></p><script>alert(1)</script>')

    page = get(f"{address}/mail/{name}")[2]
    status, headers, framed = get(f"{address}/mail/{name}/html")

    assert f'src="/mail/{name}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "<script>" not in page
    assert status == 200
    assert "sandbox allow-popups" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert framed.startswith('<base target="_blank"><p>Hold it')


def test_mail_shows_text_and_headers(store, address):
    name = keep(store, text="Please <hold> it.")

    text = get(f"{address}/mail/{name}")[2]
    headers = get(f"{address}/mail/{name}?view=headers")[2]

    assert "Please &lt;hold&gt; it." in text
    assert "From: Hub &lt;hub@hub.example&gt;" in headers
    assert 'aria-current="page">Headers' in headers


def test_attachment_is_downloaded_and_never_shown(store, address):
    name = keep(store, attached='会議".html')

    status, headers, content = get(f"{address}/mail/{name}/attachment/0")

    assert (status, content) == (200, "BEGIN:VCALENDAR")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E4%BC%9A%E8%AD%B0%22.html"


@pytest.mark.parametrize(
    "path",
    [
        "/mail/",
        "/mail/20260101T000000000000-00000000",
        "/mail/../../secrets",
        "/mail/..%2F..%2Fsecrets/html",
        "/mail/20260101T000000000000-00000000/attachment/1",
        "/elsewhere",
    ],
)
def test_what_is_not_here(address, path):
    status, _, page = get(address + path)

    assert status == 404
    assert "This mail is not here" in page


def test_attachment_that_is_not_there(store, address):
    name = keep(store, attached="a.ics")

    assert get(f"{address}/mail/{name}/attachment/7")[0] == 404
    assert get(f"{address}/mail/{name}/attachment/x")[0] == 404


def test_answers_to_local_names_only(address):
    """A page elsewhere may point a name of its own at 127.0.0.1."""
    assert get(address, Host="evil.example")[0] == 421
    assert get(address, Host="localhost:8025")[0] == 200


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?utf-8?b?broken\r\nTo: @@@\r\nDate: never\r\n\r\n\xff\xfe",
        b"Content-Type: text/html; charset=nobody-knows\r\n\r\n<p>\xe3\x81\x82</p>",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nhalf",
        b"Subject: a\r\n b\r\nFrom: <script>\r\n\r\nx",
    ],
)
def test_malformed_mail_can_be_read(store, address, content):
    store.add(content)
    name = store.newest_first()[0].name

    assert get(address)[0] == 200
    for view in ("", "?view=text", "?view=headers", "/html"):
        assert get(f"{address}/mail/{name}{view}")[0] == 200


def test_keeps_only_the_newest(store, monkeypatch):
    monkeypatch.setattr(store_module, "KEEP", 3)

    for number in range(5):
        keep(store, subject=f"Mail {number}")

    assert [mail.subject for mail in store.newest_first()] == ["Mail 4", "Mail 3", "Mail 2"]


def test_mails_are_private(store):
    keep(store)

    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in store.folder.iterdir()} == {0o600}
