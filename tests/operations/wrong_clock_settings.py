"""As `faults_settings`, on a machine whose clock says what CLOCK_SAYS does, and goes on from there."""

import os

import time_machine

from tests.operations.faults_settings import *  # noqa: F403  CONFIG: all of them

# It stays for as long as the process lives
time_machine.travel(os.environ["CLOCK_SAYS"], tick=True).start()
