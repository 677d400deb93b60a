"""The author's own figure of the gallery: a scatter plot of two columns."""

from matplotlib.figure import Figure


def draw(table):
    """A dot for each school whose area and pupils are both known."""
    rows = [r for r in table.rows if r["面积"] is not None and r["学生"] is not None]
    figure = Figure(figsize=(5, 2.4))
    axes = figure.add_subplot()
    axes.scatter([float(r["面积"]) for r in rows], [float(r["学生"]) for r in rows])
    axes.set_xlabel("面积（公顷）")
    axes.set_ylabel("学生（人）")
    figure.subplots_adjust(left=0.14, bottom=0.22, right=0.97, top=0.95)
    return figure
