"""A PDF's bytes on disk → its pages' text and its font programs, as PDFium reads them.

PDFium is called directly: the Python interface that comes with it (``pypdfium2``) takes longer to
load than a brochure takes to read. Only what reading back needs is declared here.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

_TEXT, _FORM = 1, 5
"""Kinds of page objects (``FPDF_PAGEOBJ_…``)."""

_POINTERS = (
    "FPDF_LoadDocument", "FPDF_LoadPage", "FPDFText_LoadPage", "FPDFPage_GetObject",
    "FPDFFormObj_GetObject", "FPDFTextObj_GetFont",
)  # fmt: skip


@lru_cache(maxsize=1)
def _pdfium() -> Any:
    """The library that ``pypdfium2`` brings, initialised."""
    from importlib.util import find_spec

    spec = find_spec("pypdfium2_raw")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    name = {"win32": "pdfium.dll", "darwin": "libpdfium.dylib"}.get(sys.platform, "libpdfium.so")
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.exists(path):
            library = ctypes.CDLL(path)
            break
    else:  # kept elsewhere, as by a distribution's own package
        from pypdfium2_raw import bindings

        library = bindings._libs["pdfium"]
    for function in _POINTERS:
        getattr(library, function).restype = ctypes.c_void_p
    library.FPDFPage_GetObject.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.FPDFFormObj_GetObject.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    library.FPDF_LoadPage.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.FPDFText_GetText.argtypes = [
        ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p,
    ]  # fmt: skip
    for function in (
        "FPDFText_LoadPage", "FPDFText_CountChars", "FPDFText_ClosePage", "FPDF_ClosePage",
        "FPDF_CloseDocument", "FPDF_GetPageCount", "FPDFPage_CountObjects",
        "FPDFPageObj_GetType", "FPDFTextObj_GetFont", "FPDFFormObj_CountObjects",
    ):  # fmt: skip
        getattr(library, function).argtypes = [ctypes.c_void_p]
    library.FPDFFont_GetFontData.argtypes = [
        ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_size_t),
    ]  # fmt: skip
    library.FPDFFont_GetIsEmbedded.argtypes = [ctypes.c_void_p]
    library.FPDFFont_GetBaseFontName.argtypes = [
        ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t,
    ]  # fmt: skip
    library.FPDFFont_GetBaseFontName.restype = ctypes.c_size_t
    library.FPDF_InitLibrary()
    return library


class Book:
    """An opened PDF."""

    def __init__(self, document: int) -> None:
        self._document = document
        self.pages = int(_pdfium().FPDF_GetPageCount(document))
        self.fonts: dict[str, bytes] = {}
        """Base font name → font program, of the fonts met so far; b"" where none is embedded."""
        self._seen: set[int] = set()

    def text(self, index: int, fonts: int = 0) -> str:
        """Text of a page (from 0), in the order in which it was drawn.

        Looks for fonts on it while fewer than ``fonts`` are known.
        """
        pdfium = _pdfium()
        page = pdfium.FPDF_LoadPage(self._document, index)
        if not page:
            return ""
        try:
            if len(self.fonts) < fonts:
                self._find_fonts(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
            text = pdfium.FPDFText_LoadPage(page)
            if not text:
                return ""
            try:
                count = pdfium.FPDFText_CountChars(text)
                buffer = (ctypes.c_uint16 * (count + 1))()
                written = pdfium.FPDFText_GetText(text, 0, count, buffer)
            finally:
                pdfium.FPDFText_ClosePage(text)
        finally:
            pdfium.FPDF_ClosePage(page)
        return bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")

    def _find_fonts(self, holder: int, count: Any, get: Any) -> None:
        pdfium = _pdfium()
        for number in range(count(holder)):
            part = get(holder, number)
            kind = pdfium.FPDFPageObj_GetType(part)
            if kind == _FORM:
                self._find_fonts(
                    part, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
                )
            elif kind == _TEXT:
                font = pdfium.FPDFTextObj_GetFont(part)
                if font and font not in self._seen:
                    self._seen.add(font)
                    self._keep(font)

    def _keep(self, font: int) -> None:
        pdfium = _pdfium()
        name = ctypes.create_string_buffer(256)
        pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
        size = ctypes.c_size_t()
        pdfium.FPDFFont_GetFontData(font, None, 0, size)
        program = ctypes.create_string_buffer(max(size.value, 1))
        embedded = pdfium.FPDFFont_GetIsEmbedded(font) == 1
        if embedded and pdfium.FPDFFont_GetFontData(font, program, size.value, size):
            self.fonts[name.value.decode("utf-8", "replace")] = program.raw[: size.value]
        else:
            self.fonts.setdefault(name.value.decode("utf-8", "replace"), b"")


@contextmanager
def opened(path: str) -> Iterator[Book | None]:
    """The PDF at ``path``; None where PDFium cannot read it."""
    document = _pdfium().FPDF_LoadDocument(os.fsencode(path) + b"\0", None)
    try:
        yield Book(document) if document else None
    finally:
        if document:
            _pdfium().FPDF_CloseDocument(document)
