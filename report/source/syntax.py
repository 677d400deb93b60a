"""libyaml's complaints → what an author can act on, at the place that must be changed."""

from __future__ import annotations

import re
from typing import Any

from report.errors import Diagnostic, Place
from report.source.positions import SourceText

_SAID: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a second ': ' on this line",
     "quote text that contains ': ', or check the indentation"),
    ("could not find expected ':'", "this line is no 'key: value'",
     "put ': ' (half-width, with a space) after the key, or indent the line as part of its text"),
    ("violates indentation", "the line is indented with a tab", "indent with spaces"),
    ("did not find expected key", "the indentation does not fit the lines above",
     "give keys that belong together the same number of spaces"),
    ("did not find expected '-'", "this line does not belong to the list above",
     "begin it with '- ', or indent it less"),
    ("did not find expected ',' or ']'", "a '[' is not closed", "add the ']' or a comma"),
    ("did not find expected ',' or '}'", "a '{' is not closed", "add the '}' or a comma"),
    ("unexpected end of stream", "a quote is not closed", "add the closing quote"),
    ("unexpected document indicator", "a quote is not closed", "add the closing quote"),
    ("unknown escape", "a backslash sequence that YAML does not know",
     "use single quotes, or write '\\\\' for one backslash"),
    ("Unicode character escape", "an escape that is no character",
     "write the character itself"),
    ("expected hexdecimal", "an escape with a wrong digit", "write the character itself"),
    ("block sequence entries are not allowed", "a list cannot begin here",
     "put '- ' on a line of its own, or quote the text"),
    ("duplicate %YAML", "two %YAML lines", "remove both"),
    ("alphabetic or numeric", "an '&' or '*' without a name",
     "quote text that begins with '&' or '*'"),
    ("anchor", "an '&' or '*' without a name", "quote text that begins with '&' or '*'"),
    ("alias", "an '&' or '*' without a name", "quote text that begins with '&' or '*'"),
    ("block scalar", "the line after '|' or '>' holds something else",
     "put the text on the next line, indented"),
    ("comment or a line break", "the line after '|' or '>' holds something else",
     "put the text on the next line, indented"),
    ("document start", "text after the end of the document", "check the indentation and quotes"),
    ("directive", "a line that begins with '%'", "quote it"),
    ("tag", "a '!' that names no tag", "quote text that begins with '!'"),
    ("node content", "a value is expected here", "write one, or remove what stands here"),
)  # fmt: skip


_KEY_BELOW = re.compile(r"\n\s*(?:- )?[A-Za-z_]\w*: *\S")


def explain_syntax(error: Any, source: SourceText) -> Diagnostic:
    """A diagnostic for a PyYAML error."""
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    index = source.index(mark.line, mark.column) if mark else 0
    place = source.place(min(index, max(0, len(source.text) - 1)))
    line = source.line(place.line)
    here = source.text[index : index + 1]
    code = "yaml-syntax"

    def found(message: str, hint: str, at: Place | None = None) -> Diagnostic:
        return Diagnostic(at or place, message, hint, code=code)

    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        column = indent.index("\t") + 1
        return found(
            "the line is indented with a tab",
            "indent with spaces",
            Place(place.file, place.line, column),
        )
    wide = _full_width_colon(source, place.line)
    if wide is not None:
        return wide
    if "mapping values are not allowed" in problem:
        better = _run_on(source, place.line)
        if better is not None:
            return better
    swallowed = _quote_over_keys(source, index)
    if swallowed is not None:
        return found(*swallowed)
    if "alphabetic or numeric" in problem and opened is not None:
        place = source.place(source.index(opened.line, opened.column))
    if "cannot start any token" in problem:
        if here == "\t":
            return found("a tab stands where YAML wants a space", "use spaces")
        return found(f"text cannot begin with '{here}'", "quote it")
    if opened is not None and ("not find expected ','" in problem or "end of stream" in problem):
        start = source.place(source.index(opened.line, opened.column))
        mark_text = source.text[source.index(opened.line, opened.column)][:1] or "quote"
        what = "quote" if mark_text in "\"'" else f"'{mark_text}'"
        closing = {"[": "']'", "{": "'}'"}.get(mark_text, "closing quote")
        return found(
            f"the {what} opened here is not closed",
            f"add the {closing}"
            + ("" if what == "quote" else "; separate entries with commas, quote text with ','"),
            start,
        )
    for said, message, hint in _SAID:
        if said in problem:
            return found(message, hint)
    return found(problem, "")


def _quote_over_keys(source: SourceText, before: int) -> tuple[str, str, Place] | None:
    """The last quoted text before ``before`` that has taken in keys of the lines below it.

    A quote that is not closed ends at the next one, wherever that stands; what follows it is then
    no YAML, but not where the fault is.
    """
    import yaml

    opened: tuple[int, int] | None = None
    try:
        for token in yaml.scan(source.text, Loader=yaml.CSafeLoader):
            start, end = token.start_mark.index, token.end_mark.index
            if end > before:
                break
            if getattr(token, "style", None) in ("'", '"'):
                opened = (start, end) if _KEY_BELOW.search(source.text, start, end) else None
    except yaml.YAMLError:
        pass
    if opened is None:
        return None
    ended = source.place(opened[1] - 1).line
    return (f"the quote opened here is closed only on line {ended}", "add the closing quote",
            source.place(opened[0]))  # fmt: skip


def _run_on(source: SourceText, number: int) -> Diagnostic | None:
    """A line that YAML takes for the continuation of the one above."""
    above_number = number - 1
    while above_number > 0 and not source.line(above_number).strip():
        above_number -= 1
    above, line = source.line(above_number), source.line(number)
    glued = re.match(r"\s*(?:- )?([A-Za-z_]\w*):(?=[^\s/])", above)
    if glued:
        return Diagnostic(
            Place(source.file, above_number, glued.end() + 1),
            f"no space follows the colon after '{glued[1]}'",
            f"write '{glued[1]}: …'",
            code="colon-without-space",
        )
    indent = len(line) - len(line.lstrip(" "))
    begins = above.lstrip(" ")
    while begins.startswith("- "):
        begins = begins[2:].lstrip(" ")
    above_indent = len(above) - len(begins)
    if line.count(": ") + line.rstrip().endswith(":") == 1 and indent > above_indent:
        return Diagnostic(
            Place(source.file, number, indent + 1),
            "the line is indented more than the one above, as if it went on with its text",
            f"begin it in column {above_indent + 1}, below the key that it belongs beside",
            code="bad-indent",
        )
    return None


def _full_width_colon(source: SourceText, number: int) -> Diagnostic | None:
    """A key followed by ``：`` on this line or the one before, where YAML wants ``: ``."""
    for candidate in (number - 1, number):
        line = source.line(candidate)
        stripped = line.strip().removeprefix("- ")
        key, colon, _ = stripped.partition("：")
        if colon and key.isidentifier() and key.isascii() and ": " not in key:
            column = line.index("：") + 1
            return Diagnostic(
                Place(source.file, candidate, column),
                f"the colon after '{key}' is full-width",
                f"write '{key}: ' with a half-width colon and a space",
                code="full-width-colon",
            )
    return None
