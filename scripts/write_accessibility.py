"""Fill the measured parts of docs/accessibility.md: veraPDF's verdicts, a section's tree, costs.

Run it as ``python scripts/write_accessibility.py``; it needs the test extra and a JDK.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from report.brochure.book import Brochure  # noqa: E402
from report.brochure.metadata import Metadata  # noqa: E402
from report.brochure.pdf import PdfBook  # noqa: E402
from report.theme import load_theme  # noqa: E402
from report.verify.structure import Node, read_tree  # noqa: E402
from report.verify.verapdf import validate  # noqa: E402
from tests.brochure.whole import DOCUMENTS, fonts, make  # noqa: E402
from tests.verapdf.mutations import FAULTS  # noqa: E402

PAGE = ROOT / "docs" / "accessibility.md"
SECTION = 2
"""Index of the section of the first report whose tree is shown."""


def main() -> None:
    """Rewrite the page."""
    text = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = {name: make(name, folder) for name in DOCUMENTS}
        text = filled(text, "verdicts", verdicts(files))
        text = filled(text, "tree", tree(files["first"]))
    text = filled(text, "faults", faults())
    text = filled(text, "cost", costs())
    PAGE.write_text(text, "utf-8")


def filled(text: str, name: str, body: str) -> str:
    """``text`` with what stands between the marks called ``name`` replaced."""
    pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    return re.sub(pattern, lambda m: f"{m[1]}\n{body}\n\n{m[2]}", text, flags=re.DOTALL)


def verdicts(files: dict[str, Path]) -> str:
    """A row for each brochure."""
    attached = {"attached": files["attached"]}
    others = {k: v for k, v in files.items() if k != "attached"}
    rows = ["| brochure | pages | PDF/UA-1 | PDF/A-2a | PDF/A-3a |", "|---|---|---|---|---|"]
    import pypdfium2

    for group, flavours in ((others, ("ua1", "2a")), (attached, ("ua1", "3a"))):
        found = validate(list(group.values()), flavours)
        for name, path in group.items():
            ua, archive = (outcome.state for outcome in found[path])
            second, third = (archive, "") if "2a" in flavours else ("", archive)
            pages = len(pypdfium2.PdfDocument(path))
            rows.append(f"| {name} | {pages} | {ua} | {second} | {third} |")
    return "\n".join(rows)


def tree(path: Path) -> str:
    """The structure tree of one section as text."""
    root = read_tree(path).root
    assert root is not None
    chapters = [n for n in root.kids if isinstance(n, Node) and n.role == "Sect" and opens(n)]
    lines = [line for line in chapters[SECTION].outline() if line]
    shown = [line if len(line) < 92 else line[:90] + "…" for line in lines]
    return "```text\n" + "\n".join(shown) + "\n```"


def opens(node: Node) -> bool:
    """Whether a section is a chapter: it has a lead."""
    return any(isinstance(k, Node) and k.own_role == "Lead" for k in node.kids)


def faults() -> str:
    """Who catches what."""
    both = sum("vera" in c and len(c) > 1 for _, c in FAULTS.values())
    vera = sum(c == ("vera",) for _, c in FAULTS.values())
    own = len(FAULTS) - both - vera
    return (
        f"{len(FAULTS)} seeded faults: {vera} are caught by veraPDF alone, {own} by our own rules "
        f"alone, {both} by both."
    )


def costs() -> str:
    """Time and size with and without the tree."""
    rows = ["| brochure | planned and drawn, ms | without tree, ms | more time | more size |",
            "|---|---|---|---|---|"]  # fmt: skip
    for name, rounds in (("first", 25), ("thick", 10)):
        document, theme = DOCUMENTS[name]
        made = {True: [], False: []}
        sizes = {}
        for _ in range(rounds):
            for tagged in (True, False):
                start = time.process_time()
                out = io.BytesIO()
                book = PdfBook(out, Metadata("题", "zh-Hans"), tagged=tagged)
                Brochure(document(), load_theme(theme), fonts()).draw(book)
                book.save()
                made[tagged].append(time.process_time() - start)
                sizes[tagged] = len(out.getvalue())
        a, b = (min(made[tagged][1:]) * 1000 for tagged in (True, False))
        more = sizes[True] / sizes[False] - 1
        rows.append(f"| {name} | {a:.0f} | {b:.0f} | {a / b - 1:+.1%} | {more:+.1%} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
