"""What import statements bind: modules of the project, names in them, and names from outside."""

from __future__ import annotations

from sendcloud_lint.analysis import attributes, models
from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.analysis.modules import Module
from sendcloud_lint.model import program as p
from sendcloud_lint.model.values import Definition, Value


def bind_module(machine: Machine, node: p.Import) -> None:
    importer = machine.frame.module.path
    name = node.module if node.renamed else node.module.partition(".")[0]
    module = machine.project.find(name, importer)
    if not node.renamed and "." in node.module:
        inner = machine.project.find(node.module, importer)
        if inner is not None and inner.state == "new":
            machine.enter(machine, inner)
    value = _module_value(machine, module) if module is not None else Definition("outside", name)
    machine.store.bind(machine.frame.scope, node.bound, value)


def _module_value(machine: Machine, module: Module) -> Value:
    if module.state == "new":
        machine.enter(machine, module)
    return Definition("module", module.path)


def bind_names(machine: Machine, node: p.ImportFrom) -> None:
    module = _imported(machine, node)
    if module is not None and module.state == "new":
        machine.enter(machine, module)
    for name, bound in node.names:
        if name == "*":
            _import_star(machine, node, module)
        elif module is not None:
            machine.store.bind(machine.frame.scope, bound, attributes.module_attribute(machine, module, name))
        else:
            machine.store.bind(machine.frame.scope, bound, _from_outside(machine, node, name))


def _imported(machine: Machine, node: p.ImportFrom) -> Module | None:
    importer = machine.frame.module.path
    if node.level:
        return machine.project.find_relative(node.module, node.level, importer)
    return machine.project.find(node.module, importer)


def _from_outside(machine: Machine, node: p.ImportFrom, name: str) -> Value:
    """A name of a package that is not the project's, or of a folder of it without an `__init__.py`."""
    importer = machine.frame.module.path
    below = f"{node.module}.{name}" if node.module else name
    inner = (
        machine.project.find_relative(below, node.level, importer)
        if node.level
        else machine.project.find(below, importer)
    )
    if inner is not None:
        return _module_value(machine, inner)
    maker = models.OBJECTS.get(below)
    if maker is not None:
        return maker(machine, machine.no_arguments, machine.place(node.span))
    return Definition("outside", below)


def _import_star(machine: Machine, node: p.ImportFrom, module: Module | None) -> None:
    if module is None:
        machine.stars[machine.frame.module.path] = node.module
        return
    for name in machine.store.names_in(module.scope):
        value = machine.store.variable(module.scope, name)
        if value is not None and not name.startswith("_"):
            machine.store.bind(machine.frame.scope, name, value)
