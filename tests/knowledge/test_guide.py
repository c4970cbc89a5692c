"""The guide's sentences as data: whole, in order, and fit for a table and for a rule to name them."""

from __future__ import annotations

import re

import pytest

from sendcloud_lint.knowledge.guide import Section, Sentence, sections

SENTENCES = [sentence for section in sections() for sentence in section.sentences]
OF_EACH = pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.id)


def test_a_section_is_read_whole() -> None:
    found = {section.number: section for section in sections()}
    assert found["2.2"].title == "Request Examples"
    assert [sentence.id for sentence in found["2.2"].sentences] == ["sms-address", "sms-contents", "sms-form"]
    assert found["4.3"] == Section(
        "4.3", "Troubleshooting Authentication Issues", "Parameter Passing Issues", found["4.3"].sentences
    )
    assert found["4.3"].sentences[-1] == Sentence("email-from", "An email has a `from`.")


def test_the_numbers_rise() -> None:
    numbers = [[int(piece) for piece in section.number.split(".")] for section in sections()]
    assert numbers == sorted(numbers)
    assert len({section.number for section in sections()}) == len(numbers)


def test_a_part_has_one_number() -> None:
    parts = {(section.number.partition(".")[0], section.part) for section in sections()}
    assert len(parts) == len({number for number, _ in parts}) == len({part for _, part in parts})


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.number)
def test_a_section_says_what_can_be_checked_in_it_or_what_cannot(section: Section) -> None:
    assert section.sentences or section.left


def test_no_two_sentences_share_an_id() -> None:
    ids = [sentence.id for sentence in SENTENCES]
    assert sorted(ids) == sorted(set(ids))


@OF_EACH
def test_an_id_is_kebab_case(sentence: Sentence) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", sentence.id)


@OF_EACH
def test_a_sentence_is_one_and_fits_a_table(sentence: Sentence) -> None:
    plain = re.sub(r"`[^`]*`", "x", sentence.says)
    assert re.fullmatch(r"[A-Zx][^.|\n]*\.", plain)


@OF_EACH
def test_why_there_is_no_rule_is_no_sentence_of_its_own(sentence: Sentence) -> None:
    assert sentence.unchecked is None or re.fullmatch(r"[a-z][^.|\n]*[^.|\n]", sentence.unchecked)


def test_sections_are_called_by_number_and_title_or_by_their_part() -> None:
    first, second = sections()[:2]
    assert (first.name, second.name) == ("1 Email API Authentication", "1.1 Required Parameters")
