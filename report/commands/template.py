"""A report's own deck template → what it lacks, at the keys of the report that ask for it."""

from __future__ import annotations

from zipfile import is_zipfile

from report.errors import Diagnostic
from report.record import replace
from report.source.loaded import LoadedReport


def template_faults(loaded: LoadedReport) -> tuple[Diagnostic, ...]:
    """The contract check of ``deck: {template: …}``; () where the report names none.

    A file that is absent or no zip was reported when the report was read.
    """
    written = loaded.report.deck.template
    if written is None:
        return ()
    path = (loaded.file.parent / written).resolve()
    if not path.is_file() or not is_zipfile(path):
        return ()
    from report.deck.house import check_template

    return tuple(
        replace(
            fault,
            place=loaded.place(*fault.path.split(".")),
            message=f"{written}: {fault.message}",
        )
        for fault in check_template(path, loaded.report.deck.layouts)
    )
