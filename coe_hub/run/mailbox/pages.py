"""The mailbox's pages, as text. Everything that came by mail is escaped; HTML of a mail is only shown in a sandbox."""

from html import escape

from coe_hub.run.mailbox.store import Mail

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/mailbox.css">
<link rel="icon" href="data:,">
</head>
<body>
<header class="top">
<a class="home" href="/">Mailbox</a> <span class="what">Mails of this hub. None leaves this machine.</span>
</header>
<main>
{main}
</main>
</body>
</html>
"""
EMPTY = """<h1>No mail yet</h1>
<p class="lead">Whatever the hub sends lands here: invitations, password links, reminders.
<a href="/">Look again</a></p>"""
MISSING = """<h1>This mail is not here</h1>
<p class="lead">Old mails make room for new ones. <a href="/">See all mails</a></p>"""
LIST = """<h1>{count}</h1>
<p class="lead">The newest first. <a href="/">Look again</a></p>
<ol class="mails">
{rows}
</ol>"""
# A link in a mail opens a new tab; the frame itself may do nothing else
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"


def mail_list(mails: list[Mail]) -> str:
    """All mails, one row each."""
    if not mails:
        return PAGE.format(title="Mailbox", main=EMPTY)
    count = "One mail" if len(mails) == 1 else f"{len(mails)} mails"
    rows = "\n".join(_row(mail) for mail in mails)
    return PAGE.format(title=f"{count} · Mailbox", main=LIST.format(count=count, rows=rows))


def mail_page(mail: Mail, view: str) -> str:
    """One mail in one of its views: "html", "text" or "headers"; the first it has where `view` is none of them."""
    views = _views(mail)
    chosen = view if view in views else next(iter(views))
    tabs = "".join(
        f'<a href="?view={name}"{" aria-current=" + chr(34) + "page" + chr(34) if name == chosen else ""}>{title}</a>'
        for name, title in views.items()
    )
    main = f"""<h1>{escape(mail.subject)}</h1>
<dl class="facts">
<dt>From</dt><dd>{escape(mail.header("From"))}</dd>
<dt>To</dt><dd>{escape(mail.recipients)}</dd>
<dt>Received</dt><dd>{_time(mail)}</dd>
{_attachments(mail)}</dl>
<nav class="tabs" aria-label="Views of this mail">{tabs}</nav>
{_view(mail, chosen)}"""
    return PAGE.format(title=f"{escape(mail.subject)} · Mailbox", main=main)


def missing_page() -> str:
    """What stands where a mail was."""
    return PAGE.format(title="Not here · Mailbox", main=MISSING)


def framed_html(mail: Mail) -> str:
    """The HTML of a mail as the frame shows it: its links open outside."""
    return f'<base target="_blank">{mail.body("html") or ""}'


def _row(mail: Mail) -> str:
    return (
        f'<li><a href="/mail/{mail.name}"><span class="subject">{escape(mail.subject)}</span>'
        f'<span class="people">to {escape(mail.recipients)}</span></a>{_time(mail)}</li>'
    )


def _time(mail: Mail) -> str:
    received = mail.received_at.astimezone()
    return f'<time datetime="{mail.received_at.isoformat()}">{received.day} {received:%b %Y, %H:%M}</time>'


def _views(mail: Mail) -> dict[str, str]:
    views = {"html": "HTML"} if mail.body("html") is not None else {}
    if mail.body("plain") is not None:
        views["text"] = "Text"
    return views | {"headers": "Headers"}


def _view(mail: Mail, view: str) -> str:
    if view == "html":
        return f'<iframe class="mail" title="The mail" src="/mail/{mail.name}/html" sandbox="{SANDBOX}"></iframe>'
    if view == "text":
        return f'<pre class="mail">{escape(mail.body("plain") or "")}</pre>'
    headers = "\n".join(f"{name}: {mail.header(name)}" for name in dict.fromkeys(mail.message.keys()))
    return f'<pre class="mail headers">{escape(headers)}</pre>'


def _attachments(mail: Mail) -> str:
    links = ", ".join(
        f'<a href="/mail/{mail.name}/attachment/{number}">{escape(name)}</a>'
        for number, (name, _) in enumerate(mail.attachments())
    )
    return f"<dt>Attached</dt><dd>{links}</dd>\n" if links else ""
