"""A checker for uses of the Aurora SendCloud email and SMS API.

`check_paths`, `check_text`, `explain` and what they give are brought in when they are asked for: whatever only wants
the version takes nothing else.
"""

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "Excerpt",
    "Explanation",
    "Finding",
    "InternalError",
    "Level",
    "LintError",
    "MissingPath",
    "Position",
    "Problem",
    "Region",
    "Related",
    "Result",
    "UnknownRule",
    "__version__",
    "check_paths",
    "check_text",
    "explain",
]

# Type checkers take the name for true; to import it from `typing` would cost more than the rest of the package.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from sendcloud_lint.api import check_paths, check_text, explain
    from sendcloud_lint.engine.configuration.errors import ConfigError
    from sendcloud_lint.engine.files.discover import MissingPath
    from sendcloud_lint.model.finding import Excerpt, Finding, Region, Related
    from sendcloud_lint.model.outcome import InternalError, Level, LintError, Problem, Result, UnknownRule
    from sendcloud_lint.model.page import Explanation
    from sendcloud_lint.model.source import Position
else:
    _HOMES = {
        "api": "check_paths check_text explain",
        "engine.configuration.errors": "ConfigError",
        "engine.files.discover": "MissingPath",
        "model.finding": "Excerpt Finding Related Region",
        "model.outcome": "InternalError Level LintError Problem Result UnknownRule",
        "model.page": "Explanation",
        "model.source": "Position",
    }

    def __getattr__(name):
        for home, names in _HOMES.items():
            if name in names.split():
                from importlib import import_module  # noqa: PLC0415

                return getattr(import_module(f"{__name__}.{home}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *__all__})
