"""Fuzzing: what reads what strangers wrote must neither raise, nor hang, nor point beside the text."""
