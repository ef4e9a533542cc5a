"""A mailbox for one machine: takes any mail by SMTP on the loopback and shows it in the browser.

`python -m coe_hub.run.mailbox FOLDER SMTP_DESCRIPTOR WEB_DESCRIPTOR` is a child of the runner, which hands it two
listening sockets.
"""
