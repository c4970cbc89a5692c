"""How many examples generated tests try: few by default, `EXAMPLES` times as many in a long campaign."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("EXAMPLES", "1"))


def trying(examples: int) -> settings:
    """Time is never what such a test asks about: other processes take theirs. Code that may stand in a place is found
    by leaving out what may not."""
    checks = [
        HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ]  # fmt: skip
    return settings(max_examples=examples * EXAMPLES, deadline=None, suppress_health_check=checks)
