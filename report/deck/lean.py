"""python-pptx, loaded without the network libraries that it never uses.

It takes ``escape`` from ``xml.sax.saxutils``, whose import brings in ``urllib.request`` and with it
http, email and ssl: a third of python-pptx's own start, for a deck that reads nothing from a
network. While python-pptx loads, that one module is an empty stand-in; afterwards it is forgotten,
so that whoever imports it gets the real one.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_UNUSED = "urllib.request"


@contextmanager
def without_collecting() -> Iterator[None]:
    """No garbage collection meanwhile: what a deck is made of lives until it is written."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def load_python_pptx() -> None:
    """Import python-pptx; plainly where the module is loaded already or other threads run."""
    threading = sys.modules.get("threading")
    alone = threading is None or threading.active_count() == 1
    if "pptx" in sys.modules or _UNUSED in sys.modules or not alone:
        import pptx

        return
    sys.modules[_UNUSED] = ModuleType(_UNUSED)
    try:
        import pptx  # noqa: F401
    finally:
        del sys.modules[_UNUSED]
        # Leave nothing behind that knows the stand-in.
        import urllib

        if not hasattr(urllib, "request"):
            sys.modules.pop("xml.sax.saxutils", None)
