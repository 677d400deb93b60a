"""A deferred module: there for its importers, read when something of it is asked for."""

import subprocess
import sys

PROGRAM = """
import sys
from report.deferral import defer
defer("wsgiref.headers")
defer("no.such.module")
defer("json.no_such_part")
from wsgiref import headers
print(type(headers).__name__, "wsgiref.headers" in sys.modules, "no" in sys.modules)
print(headers.Headers([]).items(), type(headers).__name__)
"""


def said(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_a_deferred_module_is_read_at_first_use():
    assert said(PROGRAM) == ["_LazyModule True False", "[] module"]


def test_a_brochure_without_pictures_does_not_read_pillow():
    code = (
        "import sys, report.brochure.book as _; print('PIL._imaging' in sys.modules);"
        "from PIL import Image; print(Image.new('L', (2, 3)).size)"
    )
    assert said(code) == ["False", "(2, 3)"]
