"""The brochure's own fixed words, by language: keys, notes, headings that only a book has."""

from __future__ import annotations

from report.record import record


@record
class Labels:
    """Words and patterns of one language; ``{}`` takes what the field's name says."""

    key_ridge: str = "一层山脊为一章，由远及近第{}章"
    key_ridge_many: str = "一层山脊为相邻数章，由远及近第{}章"
    key_ridge_one: str = "山脊为全册数字的起伏"
    key_dot: str = "实点为原文给出的数，高度按层内数值换算"
    key_break: str = "断线与空心圈为原文缺失的数，共{}处"
    now: str = "现值"
    contents_note: str = "一章一层，章名右侧的细线是该章全部数字的起伏，断开处即缺失。"
    headline: str = "关键数字"
    chapter: str = "本章"
    pages: str = "{}页"
    page: str = ""
    """The same for a single page, where the word differs; else empty."""
    gaps: str = "缺失{}处：{}"
    derived: str = "推算{}项：{}"
    dash: str = "—"
    index: str = "数字索引"
    index_note: str = "全部数字按章排列，附状态与首次出现的页码。"
    section_data: str = "本章数据"
    notes: str = "笔记"
    footnotes: str = "注"
    imprint: str = "关于本册"
    credit: str = "图：{}"
    same_reason: str = "理由均为“{}”"
    gaps_summary: str = "数量或比率{}处，年份或时期{}处"
    """How many of the gaps are of either kind; said where there are both."""
    summary: tuple[str, str, str] = ("{}处缺失", "{}项推算", "{}条口径提示")
    summary_one: tuple[str, str, str] | None = None
    """The same where there is one of each, in a language that has a singular."""
    contact: str = "联系"
    ordinals: tuple[str, ...] = ("一", "二", "三", "四", "五", "六", "七", "八")
    list_comma: str = "，"

    def notes_summary(self, gaps: int, derived: int, caveats: int) -> str:
        """What the data notes hold: ``29处缺失，10项推算``; what there is none of is not said."""
        counts = zip(self.summary, self.summary_one or self.summary, (gaps, derived, caveats),
                     strict=True)  # fmt: skip
        return self.list_comma.join(
            (one if count == 1 else many).format(count) for many, one, count in counts if count
        )

    def page_list(self, listed: str) -> str:
        """``p. 8``, ``pp. 4–5``, ``4—5页``: page numbers with their word."""
        return ((listed.isdigit() and self.page) or self.pages).format(listed)


_LABELS = {
    "zh-Hans": Labels(),
    "zh-Hant": Labels(
        key_ridge="一層山脊為一章，由遠及近第{}章",
        key_ridge_many="一層山脊為相鄰數章，由遠及近第{}章",
        key_ridge_one="山脊為全冊數字的起伏",
        key_dot="實點為原文給出的數，高度按層內數值換算",
        key_break="斷線與空心圈為原文缺失的數，共{}處",
        now="現值",
        contents_note="一章一層，章名右側的細線是該章全部數字的起伏，斷開處即缺失。",
        headline="關鍵數字",
        chapter="本章",
        pages="{}頁",
        gaps="缺失{}處：{}",
        derived="推算{}項：{}",
        index="數字索引",
        index_note="全部數字按章排列，附狀態與首次出現的頁碼。",
        section_data="本章資料",
        notes="筆記",
        footnotes="註",
        imprint="關於本冊",
        credit="圖：{}",
        same_reason="理由均為「{}」",
        gaps_summary="數量或比率{}處，年份或時期{}處",
        summary=("{}處缺失", "{}項推算", "{}則範圍說明"),
        contact="聯絡",
    ),
    "ja": Labels(
        key_ridge="稜線は一層が一章、奥から手前へ第{}章",
        key_ridge_many="稜線は一層が数章、奥から手前へ第{}章",
        key_ridge_one="稜線は本冊の数値の起伏",
        key_dot="点は原文の数値、高さは層ごとに値から換算",
        key_break="途切れと白丸は原文で欠けた数値、計{}か所",
        now="現在",
        contents_note="一章が一層。章名の右の細線はその章の数値の起伏で、途切れは欠落を示す。",
        headline="主な数値",
        chapter="本章",
        pages="{}ページ",
        gaps="欠落{}か所：{}",
        derived="推計{}項目：{}",
        dash="〜",
        index="数値索引",
        index_note="すべての数値を章順に並べ、状態と初出ページを示す。",
        section_data="本章のデータ",
        notes="メモ",
        footnotes="注",
        imprint="本冊について",
        credit="図：{}",
        same_reason="理由はすべて「{}」",
        gaps_summary="数量または比率{}か所、年または期間{}か所",
        summary=("欠落{}か所", "推計{}項目", "対象範囲の注意{}件"),
        contact="問い合わせ",
        list_comma="、",
    ),
    "ko": Labels(
        key_ridge="능선 한 겹이 한 장, 먼 쪽부터 제{}장",
        key_ridge_many="능선 한 겹이 여러 장, 먼 쪽부터 제{}장",
        key_ridge_one="능선은 책 전체 수치의 기복",
        key_dot="점은 원문의 수치, 높이는 겹마다 값에서 환산",
        key_break="끊긴 선과 빈 원은 원문에서 누락된 수치, 모두 {}곳",
        now="현재 값",
        contents_note=(
            "한 장이 한 겹이다. 제목 오른쪽의 가는 선은 그 장의 수치 기복이며, 끊긴 곳은 누락이다."
        ),
        headline="주요 수치",
        chapter="이 장",
        pages="{}쪽",
        gaps="누락 {}곳: {}",
        derived="추산 {}항목: {}",
        dash="~",
        index="수치 색인",
        index_note="모든 수치를 장별로 싣고 상태와 처음 나온 쪽을 밝힌다.",
        section_data="이 장의 자료",
        notes="메모",
        footnotes="주",
        imprint="이 책에 대하여",
        credit="그림: {}",
        same_reason="이유는 모두 “{}”",
        gaps_summary="수량·비율 {}곳, 연도·기간 {}곳",
        summary=("누락 {}곳", "추산 {}항목", "유의 사항 {}건"),
        contact="문의",
        ordinals=("1", "2", "3", "4", "5", "6", "7", "8"),
        list_comma=", ",
    ),
    "en": Labels(
        key_ridge="One ridge per section, far to near: {}",
        key_ridge_many="Each ridge joins neighbouring sections, far to near: {}",
        key_ridge_one="The ridge is the profile of all figures",
        key_dot="Dots are stated figures, to scale within a ridge",
        key_break="Breaks and rings are lost figures: {}",
        now="now",
        contents_note=(
            "The thin line beside a title is the profile of all the section’s figures; "
            "it breaks where one is lost."
        ),
        headline="Key figures",
        chapter="This section",
        pages="pp. {}",
        page="p. {}",
        gaps="Lost {}: {}",
        derived="Derived {}: {}",
        dash="–",
        index="Index of figures",
        index_note="All figures by section, with their state and the page of first mention.",
        section_data="Figures of this section",
        notes="Notes",
        footnotes="Notes",
        imprint="About this booklet",
        credit="Image: {}",
        same_reason="Reason throughout: {}",
        gaps_summary="{} quantities or rates, {} years or periods",
        summary=("{} lost", "{} derived", "{} notes on scope"),
        summary_one=("{} lost", "{} derived", "{} note on scope"),
        contact="Contact",
        ordinals=("1", "2", "3", "4", "5", "6", "7", "8"),
        list_comma=", ",
    ),
}


def labels_for(language: str) -> Labels:
    """The brochure's words in ``language`` (BCP 47); English where there are none."""
    return _LABELS.get(language, _LABELS["en"])
