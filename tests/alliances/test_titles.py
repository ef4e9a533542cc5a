"""The name under which an alliance may leave the hub by mail."""

from alliances.core.models import Alliance, title_in_mail
from tests.cast import Cast
from tests.factories import make_alliance


def test_a_code_name_stands_for_the_name_in_python_as_in_the_database(cast: Cast) -> None:
    make_alliance("Kestrel buys Northwind", by=cast.lead, code_name="Heron")
    make_alliance("Open to all", by=cast.lead)
    rows = Alliance.objects.annotate(in_mail=title_in_mail()).order_by("name")
    assert [(one.in_mail, one.title_in_mail) for one in rows] == [("Heron", "Heron"), ("Open to all", "Open to all")]
