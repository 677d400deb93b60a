"""What loading the deck's libraries costs and leaves behind."""

import subprocess
import sys


def run(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_network_libraries_are_not_loaded():
    program = (
        "import sys; from report.deck.lean import load_python_pptx; load_python_pptx();"
        "import pptx.oxml; print([m for m in ('http.client', 'email.parser', 'urllib.request')"
        " if m in sys.modules])"
    )
    assert run(program) == "[]"


def test_the_real_module_is_there_afterwards():
    program = (
        "from report.deck.lean import load_python_pptx; load_python_pptx();"
        "import urllib.request, xml.sax.saxutils as s;"
        "assert urllib.request.urlopen and s.urllib.request.urlopen;"
        "from pptx.oxml.shapes.picture import escape; print(escape('<'))"
    )
    assert run(program) == "&lt;"


def test_a_loaded_module_is_left_alone():
    program = (
        "import urllib.request as r; from report.deck.lean import load_python_pptx;"
        "load_python_pptx(); import sys; print(sys.modules['urllib.request'] is r)"
    )
    assert run(program) == "True"


def test_planning_a_deck_loads_no_heavy_library():
    program = (
        "import sys, report.deck.storyboard, report.deck.slides, report.deck.check;"
        "print([m for m in ('pptx', 'lxml', 'PIL', 'numpy', 'reportlab') if m in sys.modules])"
    )
    assert run(program) == "[]"


def test_a_deck_on_our_template_is_made_without_python_pptx():
    program = (
        "import sys; from report.deck.deck import deck_bytes; from report.fonts import open_fonts;"
        "from report.theme import load_theme; from tests.deck.samples import EVERY;"
        "deck_bytes(EVERY['thin'](), load_theme('qing'), open_fonts());"
        "print([m for m in ('pptx', 'lxml', 'PIL', 'numpy', 'reportlab') if m in sys.modules])"
    )
    assert run(program) == "[]"
