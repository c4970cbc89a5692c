"""What the guide asks for, by its sections."""

from __future__ import annotations

from sendcloud_lint.knowledge.guide import sections


def test_sections_are_called_by_number_and_title_or_by_their_part() -> None:
    first, second = sections()[:2]
    assert (first.name, second.name) == ("1 Email API Authentication", "1.1 Required Parameters")


def test_sentences_are_told_apart() -> None:
    ids = [sentence.id for section in sections() for sentence in section.sentences]
    assert len(ids) == len(set(ids))
