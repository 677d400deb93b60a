"""Numbers typed by hand in texts → a warning each, with its place (an error if strict).

A number of the report belongs under ``figures:``, where it has a unit and a source and is
checked. Not figures, and let pass: years and dates, times, ordinals and numbers of charts and
pages, list marks, telephone numbers, addresses, numbers inside names (``5G``, ``COVID-19``,
``985高校``, ``《…2022…》``). Numerals in Han are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from report.compose.composition import Composition
from report.compose.context import path_text
from report.compose.document import FigureView
from report.errors import Severity
from report.record import record
from report.source import model
from report.source.loaded import PathKey

_D = "[0-9０-９]"
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    "Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_EXEMPT = (
    # what is no prose
    r"\{\{[^{}]{0,999}\}\}|\{%[^{}]{0,999}%\}|`[^`\n]{0,999}`|\]\([^)\s]{0,999}\)|\[\^[^\]\s]{0,40}\]:?",
    r"(?:https?://|www\.)[^\s，。；）)]+|(?<![\w.+-])[A-Za-z0-9._+-]{1,64}@[\w-]{1,64}\.[\w.]+",
    r"\b(?:doi|ISBN|ISSN)[: ]*[\w./-]+",
    # titles of works and documents
    r"《[^》\n]{0,200}》|『[^』\n]{0,200}』",
    # dates and times
    rf"{_D}{{4}}\s*[-/.]\s*{_D}{{1,2}}\s*[-/.]\s*{_D}{{1,2}}(?!{_D})",
    rf"(?<!{_D})(?:1[0-9]|2[01]){_D}{{2}}\s*(?:[-–—~〜～至到/])\s*(?:{_D}{{4}}|{_D}{{2}})(?!{_D})"
    r"(?:\s*(?:年度?|学年|學年|년|年代))?",
    rf"(?<![0-9.,０-９])[1１2２]{_D}{{3}}\s*(?:年|년|학년도|学年|學年|[Ss](?![A-Za-z]))",
    # years of an era: 令和5年度, 平成元年, 民國113年, 光绪34年
    rf"(?:明治|大正|昭和|平成|令和|民[国國]|康熙|雍正|乾隆|嘉[庆慶]|道光|咸[丰豐]|同治|光[绪緒]|宣[统統])\s*{_D}{{1,3}}\s*[年-]",
    rf"(?<![0-9.,０-９]){_D}0\s*年代|(?:’|')\d{{2}}s?\b",
    rf"{_D}{{1,2}}\s*(?:月(?!度平均)|월)(?:\s*{_D}{{1,2}}\s*(?:[-–—~至]\s*{_D}{{1,2}}\s*)?(?:日|号|號|일))?",
    rf"{_D}{{1,2}}\s*(?:世纪|世紀|세기)|\b\d{{1,2}}(?:st|nd|rd|th)\s+century",
    rf"(?<!{_D}){_D}{{1,2}}\s*(?:日|일)(?!元|圆|圓|均)",
    rf"\b(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b(?:,?\s+\d{{4}})?",
    rf"\b(?:{_MONTHS})\.?\s+\d{{4}}\b",
    rf"(?<![0-9.,０-９]){_D}{{1,2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}})?(?!{_D})",
    rf"{_D}{{1,2}}\s*(?:时|時|시)(?!间|間|期|长|間)(?:{_D}{{1,2}}\s*分)?",
    r"(?<![0-9.,])(?:1[89]|20|21)\d{2}(?![0-9.,]*\d|[%％‰])(?=\s*(?:$|[^\w\s]|[A-Za-z\n]))",
    # ordinals, numbers of things, list marks
    rf"[第제]\s*{_D}+(?:\s*[-–—~、至和及]\s*第?{_D}+)*",
    rf"\b\d+(?:st|nd|rd|th)\b|\b(?:[Nn]o|[Nn]os|[Pp]p?|[Vv]ol|[Cc]h|[Ff]ig|[Tt]ab)\.\s*\d+|[№#＃]\s*{_D}+",
    r"\b(?:Figure|Table|Chapter|Section|Part|Page|Article|Phase|Grade|Appendix|Note|Step)s?\s+\d+(?:\.\d+)*",
    rf"[图圖図表页頁章节節注步例]\s*{_D}+|{_D}{{1,2}}(?:[-–—~至]{_D}{{1,2}})?\s*年[级級]|그림\s*\d+|(?<![0-9.]){_D}{{1,3}}\s*(?:号|號|번지|楼层|번째|番目)",
    rf"(?m:^[ \t>]*(?:{_D}{{1,3}}[.)、．](?!{_D})|[(（]{_D}{{1,3}}[)）]))|[(（]{_D}{{1,2}}[)）]",
    # grades and terms of schools and care: 3학년, 4년제, 2학기, 要介護1, 3年生, 問31
    rf"{_D}{{1,2}}(?:[·・~〜–-]{_D}{{1,2}})*\s*(?:학년(?!도)|년제|학기|年生|年次|学期|學期)",
    rf"要(?:支援|介護)\s*{_D}|[問问]\s*{_D}{{1,3}}(?!{_D})|第\s*{_D}+\s*号?被保険者",
    # "per head", which has no other way of being written
    r"(?<![0-9.,０-９])[1１]\s*(?:인당|명당|人当たり|人あたり|人当り)",
    # ages that say who is meant (0—6岁, 60岁以上); how long ago (5년 전, 3 years ago)
    rf"(?<![0-9.,０-９]){_D}{{1,2}}\s*(?:周岁|岁|歲|歳|세|살)?\s*[-–—~〜～至到]\s*{_D}{{1,2}}\s*(?:周岁|岁|歲|歳|세|살)",
    rf"(?<![0-9.,０-９]){_D}{{1,2}}\s*(?:周岁|岁|歲|歳|세|살)\s*(?=以上|以下|以内|以內|未满|未滿|未満|及以|이상|이하|미만|儿童|兒童|幼儿|아동|이하)",
    r"\b(?:aged?|ages)\s+\d{1,2}(?:\s*(?:[-–—]|to|and)\s*\d{1,2})?\b|\b\d{1,2}[-–—]year[-–—]olds?\b",
    rf"(?<![0-9.,０-９]){_D}{{1,3}}\s*(?:个月|個月|か月|ヶ月|개월|周年|주년|年|년|天|日|일|주|周|週間)\s*(?:之前|以前|前(?!三|[0-9])|전(?![가-힣])|之后|之後|以后|以後|后|後(?!半)|후(?![가-힣]))",
    r"\b\d{1,3}\s+(?:years?|months?|weeks?|days?)\s+(?:ago|earlier|later|before|from now)\b",
    # telephone numbers
    r"\+\d{1,3}[ -]?\d[\d -]{5,14}\d|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)",
    r"(?<!\d)0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)|(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)",
    r"(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)|(?<!\d)\d{3}-\d{3,4}-\d{4}(?!\d)",
    r"(?:致電|致电|來電|来电|請電|请电|洽)\s*\d{3,4}[ -]?\d{4}(?!\d)",
    r"(?:电话|电話|電話|热线|熱線|拨打|拨通|撥打|传真|전화|[Tt]el\.?|[Pp]hone|[Ff]ax)[:：\s]*[\d\s()-]+",
    r"(?<!\d)(?:1\d{2}|1\d{4}|9\d{4})(?=热线|熱線|报警|平台投诉)",
    # names
    r"\b[A-Z]{2,}(?:/[A-Z]+)?\s\d+(?:[-–.]\d+)*\b",
    r"\b(?!(?:RMB|CNY|USD|HKD|NTD|JPY|KRW|EUR|US|HK|NT)\d)[A-Za-z]+[A-Za-z0-9]*(?:[-_./·‐–][A-Za-z0-9]+)*",
    r"(?<![0-9.,])\d{1,2}(?:[GDKVCB]|\.0)(?![A-Za-z0-9])",
    r"(?<!\d)(?:985|211|863|973|111|301|315|996|007)(?=工程|高校|大学|计划|院校|项目|医院|晚会|行动|，|、)",
    rf"{_D}+\s*[·・]\s*{_D}+|{_D}+\s*[+＋]\s*[{_D[1:-1]}A-ZXN]\w*|[一1]\s*[+＋对對]\s*[{_D[1:-1]}X]",
    r"“[^”\d]{0,40}\d{1,4}(?:[^”\d\s]{0,6})”",
)  # fmt: skip
_NUMBER = re.compile(
    rf"(?<![0-9.,０-９])[-\u2212+]?{_D}+"
    rf"(?:[,，\u2009\u202f\u00a0 ]{_D}{{3}}(?!{_D}))*(?:[.．]{_D}+)?"
)
_REFERENCE = re.compile(r"\{\{[^{}]{0,999}\}\}")
"""The first of what is let pass: names of figures have digits more often than prose does."""
_BLANK = "\ufffc"
MOST_IN_A_TEXT = 100
"""Numbers of one text that are reported one by one."""


@cache
def _not_figures() -> re.Pattern[str]:
    """Everything that is let pass (compiled when a text has a digit outside of its references)."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in _EXEMPT), re.DOTALL)


@record
class TypedNumber:
    """A number in a text that no figure stands behind."""

    text: str
    offset: int
    after: str
    """What follows it: its unit, perhaps."""


def typed_numbers(text: str) -> tuple[TypedNumber, ...]:
    """Numbers in an author's text that are neither references nor let pass."""
    if not _NUMBER.search(_REFERENCE.sub(_BLANK, text)):
        return ()
    blanked = _not_figures().sub(lambda m: _BLANK * len(m[0]), text)
    found: list[TypedNumber] = []
    for match in _NUMBER.finditer(blanked):
        written = match[0].lstrip("+-\N{MINUS SIGN}")
        start = match.end() - len(written)
        found.append(TypedNumber(written, start, text[match.end() : match.end() + 8]))
    return tuple(found)


def check_typed_numbers(work: Composition, *, strict: bool) -> None:
    """Report every number that is typed where it should be referred to."""
    severity: Severity = "error" if strict else "warning"
    for path, text in texts(work.report):
        found = typed_numbers(text)
        if len(found) > MOST_IN_A_TEXT:
            left = len(found) - MOST_IN_A_TEXT
            work.collector.add(
                work.loaded.place_in(path, found[MOST_IN_A_TEXT].offset),
                f"{left} more numbers are typed by hand in this text",
                hint="list them under figures: and write {{ its_name }}",
                path=path_text(path),
                severity=severity,
                code="typed-number",
            )
        for number in found[:MOST_IN_A_TEXT]:
            work.collector.add(
                work.loaded.place_in(path, number.offset),
                f"the number {number.text} is typed by hand",
                hint=_hint(number, work),
                path=path_text(path),
                severity=severity,
                code="typed-number",
            )


def _hint(number: TypedNumber, work: Composition) -> str:
    """Which figure it may be, or how to make one."""
    for view in work.views.values():
        if view.number == number.text and _same_unit(view, number.after):
            return f"write {{{{ {view.name} }}}}"
    return "list it under figures: and write {{ its_name }}"


def _same_unit(view: FigureView, after: str) -> bool:
    return not view.unit or after.lstrip().startswith(view.unit)


def texts(report: model.Report) -> Iterator[tuple[PathKey, str]]:
    """Every text of a report in which a typed number is looked for, with its path."""
    for key in ("title", "subtitle", "description"):
        yield (key,), getattr(report, key)
    for i, caveat in enumerate(report.caveats):
        yield ("caveats", i), caveat
    for name, table in report.tables.items():
        for key in ("title", "takeaway", "sub", "note"):
            yield ("tables", name, key), getattr(table, key)
    for i, section in enumerate(report.sections):
        yield from _section_texts(section, ("sections", i))


def _section_texts(section: model.Section, path: PathKey) -> Iterator[tuple[PathKey, str]]:
    for key in ("title", "lead", "abstract", "body"):
        yield (*path, key), getattr(section, key)
    if section.callout is not None:
        yield (*path, "callout", "text"), section.callout.text
        yield (*path, "callout", "foot"), section.callout.foot
    if section.quote is not None:
        yield (*path, "quote", "text"), section.quote.text
    if section.image is not None:
        yield (*path, "image", "caption"), section.image.caption
    for j, image in enumerate(section.images):
        yield (*path, "images", j, "caption"), image.caption
    for j, point in enumerate(section.slides.points):
        yield (*path, "slides", "points", j), point
    yield (*path, "slides", "notes"), section.slides.notes
    for j, chart in enumerate(section.charts):
        for key in ("title", "takeaway", "sub", "note", "alt"):
            yield (*path, "charts", j, key), getattr(chart, key)
        for k, annotation in enumerate(chart.annotations):
            yield (*path, "charts", j, "annotations", k, "text"), annotation.text
