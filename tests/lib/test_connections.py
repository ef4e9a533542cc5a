"""What is put around the questions of a connection."""

import threading

import pytest
from django.db import connection

from coe_hub.lib.history import acting
from coe_hub.people.models import User


@pytest.mark.django_db
def test_a_connection_that_is_made_while_somebody_acts_is_left_as_it_was() -> None:
    """As the first form that a visitor sends to a fresh thread of the server: nothing was asked before."""
    told: list[object] = []

    def ask() -> None:
        try:
            with acting(by=None):
                User.objects.exists()
            told.append(User.objects.filter(pk=0).update(theme="dark"))
        except AttributeError as error:
            told.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert told == [0]
