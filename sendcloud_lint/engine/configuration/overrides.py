"""What a caller says over the configurations that a run finds."""

from __future__ import annotations

import os
from typing import NamedTuple

from sendcloud_lint.engine.configuration.config import Config, Configs
from sendcloud_lint.engine.files.discover import project_root


class Overrides(NamedTuple):
    """The caller's word over the configuration's: `select` starts afresh, the rest is added to what it says."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str | None = None

    def over(self, found: Config) -> Config:
        """What is in force then."""
        select = self.select
        if select is None:
            select = found.select
            ignore = (*(one for one in found.ignore if one not in self.extend_select), *self.ignore)
            extend_select = (*found.extend_select, *self.extend_select)
        else:
            ignore, extend_select = self.ignore, self.extend_select
        return _changed(
            found, select=select, ignore=ignore, extend_select=extend_select,
            extend_exclude=(*found.extend_exclude, *self.exclude), fail_on=self.fail_on or found.fail_on,
        )  # fmt: skip


def _changed(found: Config, **values: object) -> Config:
    """What stays as it was keeps the place where it was written."""
    return found.overridden(**{name: value for name, value in values.items() if value != getattr(found, name)})


def nearest(fixed: Config | None) -> Config:
    """The configuration nearest to the current folder, or what stands for every one."""
    root = project_root(".")
    folder = os.path.relpath(os.getcwd(), root).replace(os.sep, "/")
    return Configs(root, fixed).of_folder("" if folder == "." else folder)


def baseline_file(said: str | None, fixed: Config | None) -> str | None:
    """The baseline that the caller names, else that of the configuration nearest to the current folder."""
    if said is not None:
        return said
    found = nearest(fixed)
    return None if found.baseline is None else os.path.join(found.folder, found.baseline)
