"""Tests of the engine that understands code."""
