"""Whatever holds something of a person stands in the data map, so that the page about it cannot lie."""

from coe_hub.privacy.data_map import GOES, PURPOSES, data_map
from coe_hub.privacy.personal import personal_columns


def test_every_column_that_holds_something_of_a_person_is_in_the_map() -> None:
    told = {kept.model._meta.label: set(kept.columns) for kept in data_map()}
    assert told == personal_columns()


def test_no_model_stands_in_the_map_twice() -> None:
    labels = [kept.model._meta.label for kept in data_map()]
    assert sorted(labels) == sorted(set(labels))


def test_every_purpose_keeps_something_and_what_goes_is_kept_of_somebody() -> None:
    assert [one.code for one in PURPOSES] == list(dict.fromkeys(kept.purpose.code for kept in data_map()))
    assert [
        label for label in GOES if not any(one.model._meta.label == label and one.whose for one in data_map())
    ] == []
