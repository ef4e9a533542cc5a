"""`make run`: start everything in order, say where it is, stop everything when told to."""

import asyncio
import os
import signal
import socket
import sys
import time
from contextlib import closing
from pathlib import Path

import redis

from coe_hub import demo_sign_ins
from coe_hub.run import external_parts, valkey
from coe_hub.run.errors import CannotRun
from coe_hub.run.folder import DataFolder
from coe_hub.run.hub import ROOT, Health, Hub
from coe_hub.run.ports import listen, listen_nearby, port_from_environment
from coe_hub.run.postgres import APPLICATION, OWNER, Postgres
from coe_hub.run.processes import Processes, say

PRODUCT = ("web", "worker", "beat")
PARTS = ("mailbox", "valkey", "postgres")
SECONDS_TO_START = 90
SECONDS_FOR_A_KILLED_HUB_TO_END = 10


class Supervisor:
    """One hub on one data folder, from the first check to the last process."""

    def __init__(self) -> None:
        self.folder = DataFolder(Path(os.environ.get("HUB_DATA_DIR") or ROOT / "var").absolute())
        self.host = external_parts.given("HOST") or "localhost"
        self.port = port_from_environment("PORT", 8000)
        self.demo = external_parts.switch("HUB_DEMO", default=True)
        self.processes = Processes(self.folder.log)
        self.listeners: list[socket.socket] = []  # kept open: a child that starts again finds its port
        self.variables = {"HUB_DEMO": str(int(self.demo)), "PORT": str(self.port)}

    async def run(self) -> None:
        """Start, and stay until cancelled. Whatever happens, nothing that was started is left behind."""
        started = time.monotonic()
        self.folder.open()
        try:
            await self._start()
            self._greet(time.monotonic() - started)
            self.processes.settle()
            await asyncio.Event().wait()
        finally:
            await self.processes.stop(PRODUCT)
            self.processes.hurry.clear()  # what keeps data always gets its time
            await self.processes.stop(PARTS)
            self.folder.withdraw()
            self.folder.remove_sockets_folder()

    async def _start(self) -> None:
        leftover = self.folder.leftover_sockets_folder()
        patience = SECONDS_FOR_A_KILLED_HUB_TO_END if leftover else 0
        web = listen(self.host, self.port, variable="PORT", patience=patience)
        self.listeners += web
        if leftover:
            valkey.stop_leftover(leftover)
            self.folder.remove_sockets_folder()
        self._take_what_is_given()
        await self._start_parts(self.folder.make_sockets_folder())
        self.variables["SECRET_KEY"] = external_parts.given("SECRET_KEY") or self.folder.secret("secret_key")
        self.folder.announce(self.variables)
        hub = Hub(self.folder.path)
        say("Preparing the hub …")
        await self.processes.run(hub.preparation())
        for program in (hub.web(web), hub.worker(), hub.beat()):
            self.processes.start(program)
        health = Health(web[0])
        await self.processes.until(
            health.good,
            seconds=SECONDS_TO_START,
            what=lambda: f"The hub did not get ready in {SECONDS_TO_START} s ({health.last}): see {self.folder.log}.",
        )

    def _take_what_is_given(self) -> None:
        """Use the parts that the environment names, if they answer."""
        if database := external_parts.given("DATABASE_URL"):
            owner = external_parts.given("DATABASE_OWNER_URL") or database
            external_parts.check_database("DATABASE_URL", database)
            external_parts.check_database("DATABASE_OWNER_URL", owner)
            self.variables |= {"DATABASE_URL": database, "DATABASE_OWNER_URL": owner}
        if broker := external_parts.given("REDIS_URL"):
            external_parts.check_redis(broker)
            self.variables["REDIS_URL"] = broker
        if mail := external_parts.given("EMAIL_URL"):
            self.variables["EMAIL_URL"] = mail

    async def _start_parts(self, sockets: Path) -> None:
        """Start what the environment did not give."""
        variables = self.variables
        if "DATABASE_URL" not in variables:
            postgres = Postgres(self.folder, sockets, self.processes)
            await postgres.start()
            variables["DATABASE_URL"] = postgres.url(APPLICATION)
            variables["DATABASE_OWNER_URL"] = postgres.url(OWNER)
        if "REDIS_URL" not in variables:
            broker = valkey.Valkey(self.folder, sockets, self.processes)
            await broker.start()
            variables["REDIS_URL"] = broker.url
            # Signs of life that the last run left are no sign of this one
            redis.Redis.from_url(broker.url).delete("hub:alive:worker", "hub:alive:beat")
        if "EMAIL_URL" not in variables:
            self._start_mailbox()

    def _start_mailbox(self) -> None:
        smtp = listen_nearby(1025)
        if external_parts.given("MAILBOX_PORT"):
            web = listen("127.0.0.1", port_from_environment("MAILBOX_PORT", 8025), variable="MAILBOX_PORT")[0]
        else:
            web = listen_nearby(8025)
        self.listeners += (smtp, web)
        self.variables["EMAIL_URL"] = f"smtp://127.0.0.1:{smtp.getsockname()[1]}"
        self.variables["MAILBOX_ADDRESS"] = f"http://localhost:{web.getsockname()[1]}"
        self.processes.start(Hub(self.folder.path).mailbox(smtp, web))

    def _greet(self, seconds: float) -> None:
        say(f"\nThe hub runs at     http://localhost:{self.port}   (ready in {seconds:.0f} s)")
        if mailbox := self.variables.get("MAILBOX_ADDRESS"):
            say(f"Its mails are at    {mailbox}")
        if self.demo:
            names, hosts = zip(*(one.split("@") for one in demo_sign_ins.SIGN_INS), strict=True)
            say(f"Sign in as          {'@ '.join(names)}@{hosts[-1]}, password {demo_sign_ins.PASSWORD}")
        elif self._nobody_here():
            command = f"HUB_DATA_DIR={self.folder.path} {sys.executable} manage.py create_admin EMAIL"
            say(f"Make an admin with  {command}")
        say(f"Data and logs are in {self.folder.path}. Ctrl-C stops everything.")

    def _nobody_here(self) -> bool:
        with (
            closing(external_parts.connect(self.variables["DATABASE_URL"])) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT NOT EXISTS (SELECT FROM people_user)")
            return cursor.fetchone() == (True,)


async def supervise() -> None:
    """Run a hub until SIGINT, SIGTERM or SIGHUP; a second one ends what is slow to stop."""
    supervisor = Supervisor()
    task = asyncio.create_task(supervisor.run())

    def stop() -> None:
        if task.cancelling():
            supervisor.processes.hurry.set()
        else:
            say("\nStopping …")
            task.cancel()

    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if name != signal.SIGHUP or signal.getsignal(name) != signal.SIG_IGN:  # nohup
            loop.add_signal_handler(name, stop)
    try:
        await task
    except asyncio.CancelledError:
        say("Stopped.")


def main() -> int:
    """The exit code: 0 when it was told to stop, 1 when it cannot run and said why."""
    try:
        asyncio.run(supervise())
    except CannotRun as error:
        print(f"The hub cannot run. {error}", file=sys.stderr)
    except OSError as error:
        print(f"The hub cannot run. {error.strerror}: {error.filename or 'no file named'}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
