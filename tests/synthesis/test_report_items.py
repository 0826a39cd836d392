"""The items of the reporting statements are data that people can point to."""

from __future__ import annotations

from qes.synthesis.report.items import ENTREQ, ITEMS, RAISE


def test_entreq_has_its_21_items_in_order() -> None:
    entreq = [each for each in ITEMS if each.statement == ENTREQ]
    assert [each.number for each in entreq] == [str(number) for number in range(1, 22)]
    assert (entreq[0].name, entreq[20].name) == ("Aim", "Output")


def test_every_item_has_a_name_of_its_own_and_says_what_is_asked() -> None:
    assert len({each.key for each in ITEMS}) == len(ITEMS)
    assert len({(each.statement, each.name) for each in ITEMS}) == len(ITEMS)
    assert all(each.asked.endswith(".") for each in ITEMS)
    assert {each.statement for each in ITEMS} == {ENTREQ, RAISE}
