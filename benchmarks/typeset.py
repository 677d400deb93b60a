"""Characters a second of the composer, beside ReportLab's wrap and a greedy breaker, in one run.

``python benchmarks/typeset.py [--characters 40000] [--runs 7] [--json FILE]`` prints a table of
CPU time on one core (median of the runs, interleaved) and how the time grows with the text.

The greedy breaker below does what a plain implementation does: prohibited starts and ends, marks
halved at line ends, gaps between Han and Latin, equal stretch; and places its glyphs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from report.fonts import FaceChain, open_fonts  # noqa: E402
from report.typeset import ParagraphStyle, Span, TextStyle, set_paragraph  # noqa: E402

SIZE, LEADING, MEASURE = 9.5, 16.0, 228.0
NO_START = set("。，、；：？！”’）》〉」』】〕…—·％%℃")
NO_END = set("“‘（《〈「『【〔")


def corpus(characters: int) -> list[str]:
    """Chinese paragraphs of the tests, over and over, none twice the same."""
    lines = (ROOT / "tests/typeset/texts.txt").read_text(encoding="utf-8").splitlines()
    texts = [line.split("\t")[1] for line in lines if line.startswith("zh-Hans\t")]
    found: list[str] = []
    count = number = 0
    while count < characters:
        text = texts[number % len(texts)].replace("年", f"{number}年", 1)
        found.append(text)
        count += len(text)
        number += 1
    return found


def composer(chain: FaceChain) -> Callable[[Sequence[str]], object]:
    """This project's paragraphs: lines of placed glyphs."""
    style = TextStyle(chain, SIZE, "zh-Hans")
    paragraph = ParagraphStyle(LEADING)
    return lambda texts: [set_paragraph((Span(t, style),), MEASURE, paragraph) for t in texts]


def greedy(chain: FaceChain) -> Callable[[Sequence[str]], object]:
    """A plain breaker, line by line."""
    face = chain.faces[0]
    known: dict[str, tuple[int, float]] = {}

    def glyph(char: str) -> tuple[int, float]:
        found = known.get(char)
        if found is None:
            gid = face.glyph(ord(char))
            found = known[char] = (gid, face.advance(gid) * SIZE / face.upem)
        return found

    def lines(text: str) -> list[list[tuple[int, float]]]:
        glyphs = [glyph(char) for char in text]
        result = []
        start, width, last, room = 0, 0.0, 0, MEASURE - 2 * SIZE
        at, count = 0, len(text)
        while at < count:
            char = text[at]
            width += glyphs[at][1]
            if at > start and char.isascii() != text[at - 1].isascii():
                width += SIZE * 0.2
            half = SIZE / 2 if char in NO_START else 0.0
            if width - half > room and last > start:
                result.append(placed(glyphs, start, last, room))
                start, width, room = last, 0.0, MEASURE
                at = start
                continue
            at += 1
            if at < count and text[at] not in NO_START and char not in NO_END:
                wide = ord(char) > 0x2E80 or ord(text[at]) > 0x2E80
                if (wide and not (char.isdigit() or text[at] in "%℃")) or char == " ":
                    last = at
        result.append(placed(glyphs, start, count, 0.0))
        return result

    def placed(
        glyphs: list[tuple[int, float]], start: int, end: int, room: float
    ) -> list[tuple[int, float]]:
        here = glyphs[start:end]
        spare = max(0.0, room - sum(w for _, w in here)) / max(1, end - start - 1)
        x, line = 0.0, []
        for gid, advance in here:
            line.append((gid, x))
            x += advance + spare
        return line

    return lambda texts: [lines(text) for text in texts]


def reportlab(chain: FaceChain) -> Callable[[Sequence[str]], object] | None:
    """ReportLab's paragraph with ``wordWrap='CJK'``: line breaks only, no glyphs."""
    try:
        from reportlab.lib.enums import TA_JUSTIFY
        from reportlab.lib.styles import ParagraphStyle as Style
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.platypus import Paragraph
    except ImportError:
        return None
    pdfmetrics.registerFont(TTFont("Body", str(chain.faces[0].path)))
    style = Style("body", fontName="Body", fontSize=SIZE, leading=LEADING, wordWrap="CJK",
                  alignment=TA_JUSTIFY, firstLineIndent=2 * SIZE)  # fmt: skip
    return lambda texts: [
        Paragraph(text.replace("&", "&amp;"), style).wrap(MEASURE, 10_000) for text in texts
    ]


def clocked(work: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """CPU seconds of one go."""
    start = time.process_time()
    work(texts)
    return time.process_time() - start


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--characters", type=int, default=40_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    chain = open_fonts().chain("serif", 400, "zh-Hans")
    texts = corpus(options.characters)
    count = sum(map(len, texts))
    ways = {"this composer": composer(chain), "greedy breaker": greedy(chain)}
    if (peer := reportlab(chain)) is not None:
        ways["ReportLab wordWrap='CJK' (wrap only)"] = peer
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.runs):
        for name, work in ways.items():
            times[name].append(clocked(work, texts))
    print(f"{count:,} characters in {len(texts)} paragraphs, {SIZE} pt in {MEASURE} pt\n")
    print("| | characters a second | ms for 10,000 |\n|---|---|---|")
    speeds = {}
    for name, found in times.items():
        speeds[name] = count / statistics.median(found)
        print(f"| {name} | {speeds[name]:,.0f} | {1e7 / speeds[name]:.1f} |")
    growth = scaling(composer(chain), options.runs)
    print(f"\nA document ten times as long costs {growth['document']:.1f} times as much,")
    print(f"a paragraph ten times as long {growth['paragraph']:.1f} times.")
    if options.json:
        options.json.write_text(json.dumps({"speeds": speeds, "growth": growth}, indent=1))


def scaling(work: Callable[[Sequence[str]], object], runs: int) -> dict[str, float]:
    """How much more ten times as much text costs: as more paragraphs, and as longer ones."""
    small = corpus(2_000)
    more = [text for _ in range(10) for text in small]
    longer = [text * 10 for text in small]
    work(longer)
    found = {"small": [], "document": [], "paragraph": []}
    for _ in range(max(runs, 7)):
        for name, texts in (("small", small), ("document", more), ("paragraph", longer)):
            found[name].append(clocked(work, texts))
    base = min(found["small"])
    return {name: min(found[name]) / base for name in ("document", "paragraph")}


if __name__ == "__main__":
    main()
