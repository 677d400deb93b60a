"""What matplotlib draws, through our renderer and through its own PDF: the same picture.

Each feature is drawn twice and rasterised by pdfium. A pixel may differ by what antialiasing
makes of an edge that lies up to one pixel elsewhere; nothing else may.
"""

from __future__ import annotations

from io import BytesIO

import matplotlib
import numpy as np
import pypdfium2 as pdfium
import pytest
from matplotlib import colormaps, font_manager, patheffects
from matplotlib.collections import LineCollection, PatchCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import (
    Arc,
    Circle,
    Ellipse,
    FancyArrowPatch,
    FancyBboxPatch,
    PathPatch,
    Polygon,
    Rectangle,
    Wedge,
)
from matplotlib.path import Path

from report.brochure.chart.author import record_figure
from report.brochure.embed import PdfFonts
from tests.brochure.chart_pages import book, theme

SCALE = 2.0
X = np.linspace(0, 10, 60)


def axes(figure):
    panel = figure.add_axes((0.15, 0.15, 0.8, 0.75))
    panel.set_xlim(0, 10)
    panel.set_ylim(0, 10)
    return panel


def lines(figure):
    axes(figure).plot(X, 5 + 4 * np.sin(X), lw=2)


def dashes(figure):
    panel = axes(figure)
    for i, style in enumerate(["-", "--", ":", "-.", (0, (5, 1, 1, 1)), (3, (4, 2))]):
        panel.plot([1, 9], [i + 2, i + 2.5], ls=style, lw=2)


def caps_and_joins(figure):
    panel = axes(figure)
    for i, (cap, join) in enumerate(
        [("butt", "miter"), ("round", "round"), ("projecting", "bevel")]
    ):
        panel.plot([1, 4, 7], [1 + 3 * i, 3 + 3 * i, 1 + 3 * i], lw=9, solid_capstyle=cap,
                   solid_joinstyle=join)  # fmt: skip


def markers(figure):
    panel = axes(figure)
    for i, marker in enumerate("o.,v^<>12348spP*hH+xXDd|_"):
        panel.plot([i % 8 + 1], [i // 8 * 3 + 1], marker=marker, ms=9, mec="k", mfc="c")


def marker_edges(figure):
    axes(figure).plot(X, 5 + X * 0, "o", ms=6, mfc="none", mec="r", mew=1.5, markevery=5)


def scatter(figure):
    axes(figure).scatter(X, 5 + 3 * np.cos(X), s=X * 20 + 5, c=X, cmap="viridis", alpha=0.6)


def bars(figure):
    axes(figure).bar([2, 4, 6, 8], [3, 7, 5, 9], color=["r", "g", "b", "y"], edgecolor="k")


def hatches(figure):
    panel = axes(figure)
    for i, hatch in enumerate(["/", "\\\\", "|", "-", "+", "x", "o", "O", ".", "*"]):
        panel.bar(i + 0.5, 9, width=0.9, hatch=hatch * 2, facecolor="w", edgecolor="b")


def alpha(figure):
    panel = axes(figure)
    panel.add_patch(Circle((4, 5), 3, color="r", alpha=0.5))
    panel.add_patch(Circle((6, 5), 3, color="b", alpha=0.5))


def clipping(figure):
    panel = axes(figure)
    (line,) = panel.plot(X, X, lw=30)
    line.set_clip_path(Circle((5, 5), 2.5, transform=panel.transData))


def clip_box(figure):
    panel = axes(figure)
    panel.set_xlim(3, 6)
    panel.plot(X, X, lw=6)
    panel.fill_between(X, 0, X / 2)


def fill_between(figure):
    axes(figure).fill_between(X, 3 + np.sin(X), 7 + np.cos(X), where=X > 2, alpha=0.4, lw=1, ec="k")


def stacked(figure):
    axes(figure).stackplot(X, 2 + np.sin(X), 3 + np.cos(X), X / 3)


def patches(figure):
    panel = axes(figure)
    panel.add_patch(Rectangle((1, 1), 2, 2, angle=30, fc="c", ec="k", lw=2))
    panel.add_patch(Ellipse((6, 3), 4, 2, angle=20, fc="m", ec="k"))
    panel.add_patch(Wedge((3, 7), 2, 30, 300, width=0.8, fc="y", ec="k"))
    panel.add_patch(Polygon([(6, 6), (9, 6), (8, 9)], fc="g", ec="k", joinstyle="round", lw=4))
    panel.add_patch(Arc((8, 2), 3, 3, theta1=0, theta2=200, lw=2))


def curves(figure):
    codes = [Path.MOVETO, Path.CURVE3, Path.CURVE3, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    path = Path([(1, 1), (3, 9), (5, 5), (6, 1), (8, 9), (9, 5)], codes)
    axes(figure).add_patch(PathPatch(path, fc="none", lw=3))


def holes(figure):
    outer, inner = (
        [(1, 1), (9, 1), (9, 9), (1, 9), (1, 1)],
        [(3, 3), (3, 7), (7, 7), (7, 3), (3, 3)],
    )
    codes = [1, 2, 2, 2, 79] * 2
    axes(figure).add_patch(PathPatch(Path(outer + inner, codes), fc="c"))


def boxes_and_arrows(figure):
    panel = axes(figure)
    panel.add_patch(FancyBboxPatch((1, 1), 3, 2, boxstyle="round,pad=0.4", fc="w", ec="r"))
    panel.add_patch(FancyArrowPatch((2, 7), (8, 4), arrowstyle="-|>", mutation_scale=20, lw=2,
                                    connectionstyle="arc3,rad=0.3"))  # fmt: skip


def collections(figure):
    panel = axes(figure)
    segments = [[(i, 1), (i + 1, 9 - i)] for i in range(8)]
    panel.add_collection(LineCollection(segments, colors=["r", "g", "b"], linewidths=[1, 2, 3]))
    shapes = [[(i, 0), (i + 0.8, 0), (i + 0.4, 1)] for i in range(9)]
    panel.add_collection(PolyCollection(shapes, facecolors="y", edgecolors="k"))
    panel.add_collection(PatchCollection([Circle((5, 5), 1), Circle((7, 7), 1)], alpha=0.5))


def image(figure):
    data = np.arange(48, dtype=float).reshape(6, 8)
    panel = axes(figure)
    panel.imshow(data, extent=(1, 9, 2, 8), aspect="auto", cmap="magma", interpolation="nearest")


def image_alpha(figure):
    data = np.zeros((5, 5, 4))
    data[..., 0] = 1
    data[..., 3] = np.linspace(0, 1, 25).reshape(5, 5)
    panel = axes(figure)
    panel.plot(X, X, lw=5)
    panel.imshow(data, extent=(1, 9, 1, 9), interpolation="nearest")


def mesh(figure):
    values = np.arange(30).reshape(5, 6)
    axes(figure).pcolormesh(np.linspace(0, 10, 7), np.linspace(0, 10, 6), values, cmap="cividis")


def contours(figure):
    x, y = np.meshgrid(np.linspace(0, 10, 30), np.linspace(0, 10, 30))
    panel = axes(figure)
    panel.contourf(x, y, np.sin(x) * np.cos(y), levels=6)
    panel.contour(x, y, np.sin(x) * np.cos(y), levels=6, colors="k", linewidths=0.5)


def pie(figure):
    panel = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    panel.pie([1, 2, 3, 4], colors=colormaps["tab10"].colors, startangle=90,
              wedgeprops={"width": 0.5, "edgecolor": "w"})  # fmt: skip


def error_bars(figure):
    axes(figure).errorbar([2, 5, 8], [3, 5, 7], yerr=1.2, xerr=0.5, capsize=5, fmt="s")


def grid_and_ticks(figure):
    panel = axes(figure)
    panel.grid(True, ls=":", lw=0.7)
    panel.minorticks_on()
    panel.tick_params(which="both", direction="in", top=True, right=True)


def log_scale(figure):
    panel = figure.add_axes((0.2, 0.2, 0.7, 0.7))
    panel.semilogy(X + 0.1, np.exp(X))
    panel.yaxis.set_major_formatter(lambda v, _: f"{v:g}")
    panel.yaxis.set_minor_formatter(lambda v, _: "")


def polar(figure):
    panel = figure.add_axes((0.1, 0.1, 0.8, 0.8), projection="polar")
    panel.plot(X, X / 10, lw=2)
    panel.set_xticklabels([])


def text(figure):
    panel = axes(figure)
    panel.set_title("图表标题 Title 2024")
    panel.set_xlabel("年份（year）")
    panel.set_ylabel("人数（万人）")
    panel.text(5, 5, "居中\n两行文字", ha="center", va="center")
    panel.text(2, 8, "斜放 30°", rotation=30)
    panel.set_ylim(-5, 5)


def text_box(figure):
    box = {"boxstyle": "round", "fc": "w", "ec": "r"}
    axes(figure).annotate("注解", (8, 8), (3, 3), bbox=box, arrowprops={"arrowstyle": "->"})


def legend(figure):
    panel = axes(figure)
    panel.plot(X, X, label="小学")
    panel.plot(X, 10 - X, "--s", markevery=10, label="初中")
    panel.legend(loc="upper center", shadow=False)


def path_effects(figure):
    effect = [patheffects.Stroke(linewidth=6, foreground="k"), patheffects.Normal()]
    axes(figure).plot(X, 5 + 3 * np.sin(X), lw=2, color="y", path_effects=effect)


def sketchless_steps(figure):
    panel = axes(figure)
    panel.step(X, 5 + 4 * np.sin(X), where="mid")
    panel.stem([1, 3, 5], [2, 4, 6])
    panel.axhspan(8, 9, alpha=0.3)
    panel.axvline(7, ls="--")


def many_points(figure):
    axes(figure).plot(np.linspace(0, 10, 5000), 5 + 4 * np.sin(np.linspace(0, 80, 5000)), lw=0.8)


def gaps(figure):
    values = 5 + 3 * np.sin(X)
    values[20:30] = np.nan
    axes(figure).plot(X, values, lw=2, marker="o", ms=3)


FEATURES = [
    lines, dashes, caps_and_joins, markers, marker_edges, scatter, bars, hatches, alpha, clipping,
    clip_box, fill_between, stacked, patches, curves, holes, boxes_and_arrows, collections, image,
    image_alpha, mesh, contours, pie, error_bars, grid_and_ticks, log_scale, polar, text, text_box,
    legend, path_effects, sketchless_steps, many_points, gaps,
]  # fmt: skip


@pytest.fixture(scope="module")
def look():
    """matplotlib set to our own sans face."""
    face = book().chain("sans", 400, "zh-Hans").faces[0]
    font_manager.fontManager.addfont(str(face.path))
    name = font_manager.FontProperties(fname=str(face.path)).get_name()
    settings = {"font.family": name, "axes.unicode_minus": True, "pdf.fonttype": 42,
                "image.composite_image": False, "font.size": 9}  # fmt: skip
    with matplotlib.rc_context(settings):
        yield settings


def raster(data: bytes) -> np.ndarray:
    page = pdfium.PdfDocument(data)[0]
    return np.asarray(page.render(scale=SCALE).to_pil().convert("RGB"), dtype=np.int16)


def ours(figure: Figure) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    drawing = record_figure(figure, 0, theme(), book(), "zh-Hans", scale_to_width=False)
    out = BytesIO()
    size = (drawing.width_pt, drawing.height_pt)
    canvas = Canvas(out, pagesize=size, initialFontName="Helvetica")
    drawing.play(canvas, PdfFonts(canvas), 0, 0)
    canvas.save()
    return out.getvalue()


def theirs(figure: Figure) -> bytes:
    out = BytesIO()
    figure.savefig(out, format="pdf")
    return out.getvalue()


def farthest(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """For each pixel of ``first`` its distance from the colours around it in ``second``."""
    high = np.full(first.shape, -1, dtype=np.int16)
    low = np.full(first.shape, 256, dtype=np.int16)
    rows, columns = first.shape[:2]
    padded = np.pad(second, ((1, 1), (1, 1), (0, 0)), mode="edge")
    for dy in range(3):
        for dx in range(3):
            part = padded[dy : dy + rows, dx : dx + columns]
            high, low = np.maximum(high, part), np.minimum(low, part)
    return np.maximum(first - high, low - first).clip(0).max(axis=2)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f.__name__)
def test_same_picture(feature, look):
    pictures = []
    for draw in (ours, theirs):
        figure = Figure(figsize=(3.2, 2.4), dpi=72)
        feature(figure)
        pictures.append(raster(draw(figure)))
    first, second = pictures
    assert first.shape == second.shape
    off = np.maximum(farthest(first, second), farthest(second, first))
    # what antialiasing may do, and not one pixel in ten thousand more
    assert (off > 48).mean() < 0.0001, f"{(off > 48).mean():.4%} of the pixels differ"
    assert (first < 200).any(), "nothing was drawn"


def test_a_difference_is_seen(look):
    pictures = []
    for width in (2, 5):
        figure = Figure(figsize=(3.2, 2.4), dpi=72)
        axes(figure).plot(X, 5 + 4 * np.sin(X), lw=width)
        pictures.append(raster(ours(figure)))
    off = np.maximum(farthest(*pictures), farthest(*reversed(pictures)))
    assert (off > 48).mean() > 0.001


def test_text_stays_text(look):
    figure = Figure(figsize=(3.2, 2.4))
    text(figure)
    page = pdfium.PdfDocument(ours(figure))[0].get_textpage()
    said = "".join(page.get_text_range().split())
    assert "图表标题Title2024" in said
    assert "−4" in said, "a minus sign is U+2212"
    assert "斜放30°" in said


def test_formulas_become_outlines(look):
    figure = Figure(figsize=(2, 1))
    figure.text(0.3, 0.4, r"$\alpha^2 + \sqrt{x}$")
    drawing = record_figure(figure, 0, theme(), book(), "zh-Hans", scale_to_width=False)
    kinds = {mark[0] for mark in drawing.marks}
    assert kinds == {"path"}


def test_shaded_triangles_are_flat_pieces():
    from matplotlib.tri import Triangulation

    figure = Figure(figsize=(2, 2))
    panel = figure.add_axes((0, 0, 1, 1))
    panel.tripcolor(Triangulation([0, 1, 0], [0, 0, 1]), [0, 0.5, 1], shading="gouraud")
    drawing = record_figure(figure, 0, theme(), book(), "zh-Hans", scale_to_width=False)
    assert len(drawing.to_json()) > 2000
