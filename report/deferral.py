"""A module's name → the module, loaded when something of it is first asked for.

Some libraries import at their own start what only a few of their functions use. ReportLab does so
with Pillow, which most brochures never need: reading its modules takes longer than setting all of
their text.
"""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec


def defer(name: str) -> None:
    """Have ``name`` loaded at the first use of an attribute instead of at its import.

    Nothing happens where it is loaded already, or absent: then its importer says so.
    """
    if name in sys.modules:
        return
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return
    if spec is None or spec.loader is None:
        return
    spec.loader = loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)
