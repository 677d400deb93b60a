import pytest

from report.compose.typed import typed_numbers
from tests.compose.reports import outcome, with_body


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("投入使用中小学41所", ["41"]),
        ("增长22.11%。", ["22.11"]),
        ("2000人参加", ["2000"]),
        ("近35亿元", ["35"]),
        ("每3个孩子中有1个", ["3", "1"]),
        ("下降 -3.1%", ["3.1"]),
        ("共 1,234 人", ["1,234"]),
        ("10年来增加", ["10"]),
        ("8个月建成", ["8"]),
        ("30 people in 2022", ["30"]),
        ("grew by 12.5 percent", ["12.5"]),
        ("５０．０２％", ["５０．０２"]),
        ("约12 000元", ["12 000"]),
        ("RMB30亿", ["30"]),
        ("GDP增长5.2%", ["5.2"]),
        ("2012年至2022年间增加58所", ["58"]),
        ("12.5%的人", ["12.5"]),
        ("1.2亿", ["1.2"]),
        ("{{ students }} 加 3 所", ["3"]),
        ("第一行\n41所", ["41"]),
        ("平均年龄38.5岁", ["38.5"]),
        ("平均年龄38岁", ["38"]),
        ("5년 전국 평균", ["5"]),
        ("建成8年", ["8"]),
    ],
)
def test_numbers_that_should_be_figures(text, numbers):
    found = typed_numbers(text)
    assert [n.text for n in found] == numbers
    assert all(text[n.offset :].startswith(n.text) for n in found)


@pytest.mark.parametrize(
    "text",
    ["2022年", "2012—2021年", "2012-2022", "2020—2022学年", "2022年10月5日", "10月5日",
     "2022-10-05",     "自2012年以来", "20世纪90年代", "7月底", "4月1日至30日", "12:30",
     "October 5, 2022",
     "in 2022, the city", "2022년 10월 5일", "第12章", "第3—5条", "第3页", "the 3rd time", "No. 5",
     "1인당 학생 수", "1人当たりの額",
     "0—6岁儿童", "3-5세 아동", "60岁以上老人", "18歳未満", "children aged 3 to 6", "a 5-year-old",
     "5년 전", "5年前的水平", "3个月后开学", "10 years ago",
    "Figure 3", "见图2", "제3조", "1. 第一项\n2. 第二项", "（1）第一", "(2) 其次", "3号楼",
     "3학년 학생", "1·2학년", "4년제 대학", "2학기", "要介護1の人", "3年生", "問31",
     "第2号被保険者", "查詢請電 2345 6789。",
     "7年级",     "电话：010-12345678", "13812345678", "400-123-4567", "12345热线",
     "+86 10 1234 5678",
     "http://a.b/c/2657.html", "a1@b2.cn", "党的二十大", "十四五规划", "5G网络", "COVID-19疫情",
     "GB/T 15834", "PM2.5", "H1N1", "A4", "985高校", "“1+X”证书", "“5·12”地震", "3D打印", "2.0版",
     "《关于2022年工作的12条意见》", "`code 12`", "[文](http://x.y/12)", "甲[^1]",
     "{{ students }}", "{% if a > 3 %}甲{% endif %}", "", "没有数"],
)  # fmt: skip
def test_numbers_that_are_no_figures(text):
    assert typed_numbers(text) == ()


def test_a_typed_number_is_a_warning_with_its_place():
    found = outcome(with_body("学生 30.74万人，\n学校41所。"))
    first, second = (d for d in found.diagnostics if d.code == "typed-number")
    assert first.severity == "warning"
    assert first.hint == "write {{ students }}"
    assert first.message == "the number 30.74 is typed by hand"
    assert (second.place.line - first.place.line, second.place.column) == (1, 9)
    assert second.hint == "list it under figures: and write {{ its_name }}"
    assert found.document is not None


def test_strict_makes_it_an_error():
    found = outcome(with_body("学校41所。"), strict=True)
    assert found.only("typed-number").severity == "error"
    assert found.document is None


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("title: 报告", "title: 41所学校的报告", "title"),
        ("title: 一", "title: 41所\n    lead: 写", "sections[0].title"),
        ("title: 一", "title: 一\n    lead: 有41所", "sections[0].lead"),
        ("title: 一", "title: 一\n    callout: {text: 有41所}", "sections[0].callout.text"),
        ("title: 一", "title: 一\n    slides: {points: [有41所]}", "sections[0].slides.points[0]"),
        (
            "title: 一",
            "title: 一\n    charts: [{kind: bar, title: 图, takeaway: 增41所, values: [students]}]",
            "sections[0].charts[0].takeaway",
        ),
    ],
)
def test_titles_takeaways_and_captions_are_read_too(old, new, path):
    yaml = with_body("甲。").replace(old, new, 1)
    assert outcome(yaml).only("typed-number").path == path
