"""What people do to a letter in Word, WPS and LibreOffice, and three later days: no word of theirs is lost, no old
figure stays unmarked, and what touches no figure's meaning makes no conflict.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from desk import SCENARIO, paragraph, parts_of
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from letters.documents.docx.read_words import document_words
from letters.edited.merge_result import Merged, marks
from letters.edited.token_merge import merge_tokens, stale_amounts, tokens, with_edits
from letters.edited.word_merge import merge_word
from letters.pipeline import write_letters

MARKS = marks("【您的改动:{words}】")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PAID = SCENARIO.replace("amount: 2865.40}", "amount: 2865.40, payments: [{date: 2026-03-21, amount: 400.00}]}")
LATER = [(SCENARIO, date(2026, 3, 27)), (SCENARIO, date(2026, 4, 3)), (PAID, date(2026, 3, 30))]


@cache
def letter(text: str, day: date) -> tuple[bytes, str]:
    made = write_letters(text.encode(), "case.yaml", today=day, as_of=day, kinds=["waiver-email"])
    return made.files(["docx"])["waiver-email.docx"], made["waiver-email"].markdown


BASE = letter(SCENARIO, date(2026, 3, 20))[0]
Edit = Callable[[WordDocument], object]
PAID_TODAY, SORRY, ASK = "您好。我是花呗用户", "没能按时还上", "减免截至达成"
FIRST, FEES, TRUE, PLAN = "您好。", "罚息以未还本金", "以上情况属实", "今天我先还"


def replaced(old: str, new: str) -> Edit:
    """Words for words, in the run that has them."""

    def edit(document: WordDocument) -> None:
        for one in paragraphs(document):
            for run in one.runs:
                if old in run.text:
                    run.text = run.text.replace(old, new, 1)
                    return
        raise AssertionError(old)

    return edit


def paragraphs(document: WordDocument) -> list[Paragraph]:
    cells = [one for table in document.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    return [*document.paragraphs, *cells]


def cut(document: WordDocument, words: str) -> tuple[Run, Run, Run]:
    """The run with these words as three, as programs cut them."""
    for one in paragraphs(document):
        for run in one.runs:
            if words in run.text:
                before, _, after = run.text.partition(words)
                middle, last = deepcopy(run._r), deepcopy(run._r)
                run._r.addnext(middle)
                middle.addnext(last)
                run.text = before
                found = Run(middle, one), Run(last, one)
                found[0].text, found[1].text = words, after
                return run, *found
    raise AssertionError(words)


def sets(name: str, value: object) -> Callable[[Run], None]:
    """What gives a run, its font or its colour a look."""

    def look(run: Run) -> None:
        setattr({"highlight_color": run.font, "rgb": run.font.color}.get(name, run), name, value)

    return look


def dressed(words: str, look: Callable[[Run], None]) -> Edit:
    return lambda document: look(cut(document, words)[1])


def around(words: str, before: str, after: str) -> Edit:
    """XML before and after some words: a comment's range, a bookmark, what a spelling check leaves."""

    def edit(document: WordDocument) -> None:
        run = cut(document, words)[1]
        if before:
            run._r.addprevious(parse_xml(before.replace("/>", f" {W}/>", 1)))
        if after:
            run._r.addnext(parse_xml(after.replace("/>", f" {W}/>", 1)))

    return edit


def wrapped(words: str, tag: str, inner: str = "") -> Edit:
    """Some words inside an element: a tracked insertion, a content control, a link."""

    def edit(document: WordDocument) -> None:
        run = cut(document, words)[1]
        name = tag.split(maxsplit=1)[0]
        outer = parse_xml(f"<w:{tag} {W}>{inner}</w:{name}>")
        run._r.addprevious(outer)
        holder = outer[-1] if inner else outer
        holder.append(run._r)

    return edit


def struck(words: str, instead: str) -> Edit:
    """Words deleted with tracked changes, and others inserted in their place."""

    def edit(document: WordDocument) -> None:
        run = cut(document, words)[1]
        who = 'w:id="7" w:author="a" w:date="2026-03-21T00:00:00Z"'
        gone = f"<w:del {W} {who}><w:r><w:delText>{words}</w:delText></w:r></w:del>"
        run._r.addprevious(parse_xml(gone))
        run._r.addprevious(parse_xml(f"<w:ins {W} {who}><w:r><w:t>{instead}</w:t></w:r></w:ins>"))
        run._r.getparent().remove(run._r)

    return edit


def inserted(before: str, words: str, style: str = "Body Text") -> Edit:
    return lambda document: paragraph(document, before).insert_paragraph_before(words, style=style)


def deleted(words: str) -> Edit:
    def edit(document: WordDocument) -> None:
        one = paragraph(document, words)._element
        one.getparent().remove(one)

    return edit


def moved(words: str, before: str, then: Edit | None = None) -> Edit:
    def edit(document: WordDocument) -> None:
        paragraph(document, before)._element.addprevious(paragraph(document, words)._element)
        if then:
            then(document)

    return edit


def split(before: str) -> Edit:
    """Enter, before some words in a paragraph."""

    def edit(document: WordDocument) -> None:
        one = paragraph(document, before)
        first, _, rest = one.text.partition(before)
        one.insert_paragraph_before(first, style=one.style)
        one.runs[0].text = before + rest
        for run in one.runs[1:]:
            run.text = ""

    return edit


def joined(words: str) -> Edit:
    """Backspace at the beginning of a paragraph."""

    def edit(document: WordDocument) -> None:
        every = document.paragraphs
        at = next(place for place, one in enumerate(every) if words in one.text)
        every[at - 1].add_run(every[at].text)
        every[at]._element.getparent().remove(every[at]._element)

    return edit


def column(table: int, at: int, head: str | None) -> Edit:
    """A column added before a place, with its head; without a head, that column deleted."""

    def edit(document: WordDocument) -> None:
        element = document.tables[table]._tbl
        grid = element.tblGrid.gridCol_lst
        if head is None:
            grid[at].getparent().remove(grid[at])
        else:
            grid[min(at, len(grid) - 1)].addnext(deepcopy(grid[0]))
        for number, row in enumerate(element.tr_lst):
            if head is None:
                row.remove(row.tc_lst[at])
                continue
            cell = deepcopy(row.tc_lst[0])
            for one in cell.p_lst:
                for run in one.r_lst:
                    one.remove(run)
            cell.p_lst[0].append(parse_xml(f"<w:r {W}><w:t>{'' if number else head}</w:t></w:r>"))
            row.insert(list(row).index(row.tc_lst[at]), cell) if at < len(row.tc_lst) else row.append(cell)

    return edit


def in_cell(table: int, row: int, cell: int, words: str) -> Edit:
    return lambda document: document.tables[table].rows[row].cells[cell].paragraphs[0].add_run(words)


def new_row(table: int, words: str) -> Edit:
    def edit(document: WordDocument) -> None:
        added = document.tables[table].add_row()  # type: ignore[no-untyped-call]
        added.cells[0].paragraphs[0].add_run(words)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(document: WordDocument) -> None:
        for one in edits:
            one(document)

    return edit


WHO = 'w:id="7" w:author="a" w:date="2026-03-21T00:00:00Z"'


def taken(element: Paragraph, tag: str) -> None:
    """All words of a paragraph in a tracked deletion, or where a tracked move took them from; its mark, too."""
    for run in list(element._p.r_lst):
        outer = parse_xml(f"<w:{tag} {W} {WHO}/>")
        run.addprevious(outer)
        outer.append(run)
        for one in run.t_lst if tag == "del" else ():
            one.tag = one.tag[:-1] + "delText"
    element._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {W}><w:{tag} {WHO}/></w:rPr>"))


def tracked_move(document: WordDocument) -> None:
    found = paragraph(document, FEES)
    there = Paragraph(deepcopy(found._p), found._parent)
    paragraph(document, TRUE)._p.addprevious(there._p)
    taken(found, "moveFrom")
    for run in list(there._p.r_lst):
        outer = parse_xml(f"<w:moveTo {W} {WHO}/>")
        run.addprevious(outer)
        outer.append(run)


def rows_taken(*places: int) -> Edit:
    """Rows in tracked deletions, as Word marks them."""

    def edit(document: WordDocument) -> None:
        rows = document.tables[0].rows
        for place in places or range(len(rows)):
            rows[place]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {W} {WHO}/>"))
            for cell in rows[place].cells:
                taken(cell.paragraphs[0], "del")

    return edit


def nested_table(document: WordDocument) -> None:
    cell = document.tables[0].cell(1, 0)
    cell.add_table(1, 1).cell(0, 0).text = "合计7,618.34元"


def beside_the_date(document: WordDocument) -> None:
    date = next(one for one in document.paragraphs if one.style and one.style.name == "Date")
    date.insert_paragraph_before("我的邻居也可以作证。")
    date.add_run("于上海")


def rsids(document: WordDocument) -> None:
    for one in document.paragraphs:
        one._element.set(f"{{{W[9:-1]}}}rsidR", "00A1")


def bold_row(document: WordDocument) -> None:
    for cell in document.tables[0].rows[2].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def own_table(document: WordDocument) -> None:
    table = document.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text = "我的表"


WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
BOOKMARK = '<w:bookmarkStart w:id="1" w:name="a"/>', '<w:bookmarkEnd w:id="1"/>'
OWN = "我的母亲也需要照顾。"
COMMENT = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
EDITS: dict[str, tuple[Edit, tuple[str, ...]]] = {
    # words and signs
    "a word": (replaced("没能按时还上，很抱歉", "没能按时还上，十分抱歉"), ("十分抱歉",)),
    "a greeting": (replaced("您好。我是", "您好！我是"), ("您好！",)),
    "a polite word before a figure": (replaced("申请减免罚息", "恳请减免罚息"), ("恳请减免罚息",)),
    "a word behind a figure": (replaced("元；本金", "元整；本金"), ("元整；本金",)),
    "a comma removed beside a date": (replaced("归还，请在", "归还请在"), ("归还请在",)),
    "a comma for a semicolon": (replaced("元；本金", "元，本金"), ("元，本金",)),
    "a bracket removed beside a date": (replaced("（含）前书面答复。", "前书面答复。"), ("前书面答复。",)),
    "thanks at the end": (replaced("前书面答复。", "前书面答复，谢谢。"), ("谢谢。",)),
    "a clause added": (replaced("没能按时还上，", "因为住院，没能按时还上，"), ("因为住院，",)),
    "a sentence at a paragraph's end": (replaced("这封信就是书面申请。", f"这封信就是书面申请。{OWN}"), (OWN,)),
    "a sentence at a paragraph's beginning": (replaced("您好。我是", f"您好。{OWN}我是"), (OWN,)),
    "a sentence removed": (replaced("没能按时还上，很抱歉。", ""), ()),
    "a bracket removed": (replaced("（工号3721）", ""), ()),
    "a phrase of the request": (replaced("以后不再计收", "此后不再计收"), ("此后不再计收",)),
    "an item's beginning": (replaced("减免截至", "请减免截至"), ("请减免截至",)),
    "an item's end": (replaced("以后不再计收；", "以后不再计收，谢谢；"), ("谢谢；",)),
    "a heading": (replaced("我的请求", "我的几点请求"), ("我的几点请求",)),
    "a heading with a date": (replaced("欠款情况", "目前的欠款情况"), ("目前的欠款情况",)),
    "the subject": (replaced("因病，", "因病住院，"), ("因病住院，",)),
    "the salutation": (replaced("客户服务负责人：", "客服负责人，您好："), ("客服负责人，您好：",)),
    "words before and behind the date": (beside_the_date, ("我的邻居也可以作证。", "于上海")),
    "the closing line": (replaced("请与我联系", "请随时与我联系"), ("请随时与我联系",)),
    "the enclosures": (replaced("收支情况表。", "收支情况表；6. 房屋租赁合同。"), ("6. 房屋租赁合同。",)),
    "a typing mistake": (replaced("逐笔明细", "逐笔名细"), ("逐笔名细",)),
    "a law left out": (replaced("（《民法典》第五百四十三条、第五百四十四条）", ""), ()),
    "another order of the words": (replaced("本金7,363.40元今天先还500.00元", "今天先还500.00元，本金7,363.40元"), ()),
    "traditional words": (replaced("申请减免罚息", "申請減免罰息"), ("申請減免罰息",)),
    "an English word": (replaced("在线客服", "在线客服(online)"), ("(online)",)),
    # signs that programs change by themselves
    "smart quotes": (replaced("《民法典》", "“民法典”"), ("“民法典”",)),
    "straight brackets": (replaced("（计算至", "(计算至"), ("(计算至",)),
    "full-width digits": (replaced("254.94元", "254.94元".translate(WIDE)), ()),
    "a full-width date": (replaced("2026年4月7日", "２０２６年４月７日"), ()),
    "spaces in a date": (replaced("2026年4月7日", "2026 年 4 月 7 日"), ()),
    "no comma in an amount": (replaced("7,363.40元今天", "7363.40元今天"), ()),
    "a full-width comma in an amount": (replaced("7,363.40元今天", "7，363.40元今天"), ()),
    "a no-break space": (replaced("254.94元；", "254.94\u00a0元；"), ()),
    "号 for 日": (replaced("2026年4月7日（含）", "2026年4月7号（含）"), ()),
    "a dash": (replaced("没能按时还上，很抱歉", "没能按时还上——很抱歉"), ("——很抱歉",)),
    "spaces at the end": (replaced("这封信就是书面申请。", "这封信就是书面申请。  "), ()),
    "a tab at the beginning": (replaced("以上情况属实", "\t以上情况属实"), ("以上情况属实",)),
    # the look
    "bold on a figure": (dressed("254.94", sets("bold", True)), ()),
    "bold on a date": (dressed("2026年4月7日", sets("bold", True)), ()),
    "italic on a word": (dressed("很抱歉", sets("italic", True)), ("很抱歉",)),
    "underline on half a figure": (dressed("54.9", sets("underline", True)), ()),
    "yellow behind a figure": (
        dressed("7,363.40", sets("highlight_color", WD_COLOR_INDEX.YELLOW)),
        (),
    ),
    "red words": (dressed("申请减免", sets("rgb", RGBColor(255, 0, 0))), ()),
    "a run cut by the program": (lambda document: cut(document, "363.40元今"), ()),
    "every character a run": (
        both(*(lambda document, word=word: cut(document, word) for word in ("申请", "254", "本金7"))),
        (),
    ),
    # what Word and WPS leave in the XML
    "a comment beside a figure": (around("254.94", *COMMENT), ()),
    "a comment on a date": (around("2026年4月7日", *COMMENT), ()),
    "a bookmark": (around("很抱歉", *BOOKMARK), ("很抱歉",)),
    "a spelling mark": (around("花呗", '<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="spellEnd"/>'), ()),
    "a page break remembered": (around("本金7", "<w:lastRenderedPageBreak/>", ""), ()),
    "rsids": (rsids, ()),
    "words in a content control": (wrapped("254.94", "sdt", "<w:sdtPr/><w:sdtContent/>"), ()),
    "a date in a content control": (wrapped("2026年4月7日", "sdt", "<w:sdtPr/><w:sdtContent/>"), ()),
    "words in a smart tag": (wrapped("林晓梅", 'smartTag w:element="name"'), ()),
    "a link": (wrapped("申请减免", 'hyperlink w:anchor="a"'), ("申请减免",)),
    "a tracked insertion": (wrapped("很抱歉", 'ins w:id="9" w:author="a"'), ("很抱歉",)),
    "a tracked change of a word": (struck("很抱歉", "十分抱歉"), ("十分抱歉",)),
    "a tracked change beside a figure": (struck("申请减免罚息", "恳请减免罚息"), ("恳请减免罚息",)),
    "a tracked change in an item": (struck("减免截至", "请减免截至"), ("请减免截至",)),
    # blocks
    "a paragraph added": (inserted(TRUE, OWN), (OWN,)),
    "a paragraph added above a list": (inserted(ASK, OWN), (OWN,)),
    "a paragraph added between items": (inserted(PLAN, OWN), (OWN,)),
    "an item added": (inserted(PLAN, "请告知经办人的姓名；", "List Number"), ("经办人的姓名",)),
    "a heading added": (inserted(TRUE, "其他", "Heading 1"), ("其他",)),
    "a postscript": (lambda document: document.add_paragraph("附言：盼复。"), ("附言：盼复。",)),
    "an empty paragraph": (inserted(TRUE, ""), ()),
    "a paragraph deleted": (deleted(TRUE), ()),
    "a paragraph with figures deleted": (deleted(FEES), ()),
    "an item deleted": (deleted("审核期间请暂停"), ()),
    "a paragraph moved up": (moved(TRUE, FIRST), ("以上情况属实",)),
    "a paragraph with figures moved down": (moved(FEES, TRUE), ()),
    "a paragraph moved and changed": (moved(FEES, TRUE, replaced("逐笔明细见", "逐笔的明细见")), ("逐笔的明细",)),
    "an item moved": (moved("不能全部减免的", ASK), ("不能全部减免的",)),
    "a paragraph cut in two": (split("本金7,363.40元今天"), ()),
    "a paragraph cut before its last sentence": (split("请在2026年4月7日"), ()),
    "two paragraphs joined": (joined("我的身份证号"), ()),
    "two items joined": (joined(PLAN), ()),
    "one's own paragraph with a figure of the letter": (inserted(TRUE, "我一共欠7,618.34元，请核对。"), ("请核对。",)),
    # tables
    "a word in a cell": (in_cell(0, 1, 0, "（双十一）"), ("（双十一）",)),
    "a word beside a figure in a cell": (in_cell(0, 2, 4, "元"), ()),
    "a word in a head": (in_cell(0, 0, 4, "（元）"), ("（元）",)),
    "a row added": (new_row(0, "以上由我核对"), ("以上由我核对",)),
    "a column added at the end": (column(0, 5, "备注"), ("备注",)),
    "a column added at the beginning": (column(0, 0, "序号"), ("序号",)),
    "a column added in the middle": (column(0, 2, "说明"), ("说明",)),
    "a column deleted": (column(0, 3, None), ()),
    "a column added and a word in a cell": (both(column(0, 5, "备注"), in_cell(0, 1, 5, "已核对")), ("备注", "已核对")),
    "a row deleted": (lambda document: document.tables[0]._tbl.remove(document.tables[0].rows[2]._tr), ()),
    "a paragraph deleted with tracked changes": (lambda document: taken(paragraph(document, FEES), "del"), ()),
    "a paragraph moved with tracked changes": (tracked_move, ("罚息以未还本金",)),
    "a row deleted with tracked changes": (rows_taken(2), ()),
    "a table deleted with tracked changes": (rows_taken(), ()),
    "cells merged": (lambda document: document.tables[0].cell(1, 0).merge(document.tables[0].cell(1, 1)), ()),
    "a table in a cell": (nested_table, ("合计7,",)),
    "bold in a row": (
        bold_row,
        (),
    ),
    "a table of one's own": (own_table, ("我的表",)),
}  # fmt: skip


def edited(edit: Edit) -> bytes:
    document = Document(BytesIO(BASE))
    edit(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def words(raw: bytes) -> list[str]:
    return document_words(raw, "a.docx").letter


def wrong_in(mine: bytes, kept: tuple[str, ...], text: str, day: date) -> list[str]:
    """What went wrong when these edits met the letter of a later day."""
    new, markdown = letter(text, day)
    merged = merge_word(BASE, mine, new, MARKS, "a.docx")
    found = words(merged.content)
    return [
        *(f"lost: {one}" for one in kept if not any(one in paragraph for paragraph in found)),
        *(f"conflict: {clash.mine[:40]}" for clash in merged.clashes),
        *(f"stale: {one}" for one in stale_in(merged, found, markdown)),
    ]


def stale_in(merged: Merged, found: list[str], markdown: str) -> list[str]:
    """Amounts and dates of the letter as it was, not of today's, that stand unmarked."""
    today = {token.key for token in tokens(markdown) if token.is_figure}
    before = {token.key for token in tokens("\n".join(words(BASE))) if token.is_figure}
    old = {key for key in before - today if re.search(r"\.\d\d$|年.*月|月\d", key)}
    plain = [one for one in found if "【您的改动:" not in one]
    return sorted({token.text for one in plain for token in tokens(one) if token.key in old})


@pytest.mark.slow
def test_no_edit_of_the_table_loses_a_word_leaves_an_old_figure_or_makes_a_conflict() -> None:
    assert len(EDITS) >= 80
    offenders = [
        f"{name}, {day}: {wrong}"
        for name, (edit, kept) in EDITS.items()
        for text, day in LATER
        for wrong in wrong_in(edited(edit), kept, text, day)
    ]
    assert offenders == []


def test_an_amount_in_a_sentence_of_ones_own_becomes_the_one_that_stands_in_its_place() -> None:
    mine = edited(inserted(TRUE, "我一共欠7,618.34元，罚息254.94元。"))
    for text, day in LATER:
        row = re.search(r"没还的合计[^|]*?([\d,]+\.\d\d).*\*\*([\d.]+)\*\* \|", letter(text, day)[1])
        assert row
        total, penalty = row.groups()
        merged = merge_word(BASE, mine, letter(text, day)[0], MARKS, "a.docx")
        assert f"我一共欠{total}元，罚息{penalty}元。" in words(merged.content)


@pytest.mark.office
def test_the_same_edits_saved_by_libreoffice(tmp_path: Path) -> None:
    for place, (edit, _) in enumerate(EDITS.values()):
        (tmp_path / f"{place:03}.docx").write_bytes(edited(edit))
    files = sorted(str(path) for path in tmp_path.glob("*.docx"))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "saved"), *files],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    offenders = []
    for place, (name, (_, kept)) in enumerate(EDITS.items()):
        saved = (tmp_path / "saved" / f"{place:03}.docx").read_bytes()
        offenders += [f"{name}, {day}: {wrong}" for text, day in LATER for wrong in wrong_in(saved, kept, text, day)]
    assert offenders == []


def test_changes_far_apart_in_a_sentence_are_both_made_and_neighbours_are_a_conflict() -> None:
    old = "请核对两边相差的10.50元并更正，其余罚息减免截至今天的全部，以后不再计收。"
    new = "请核对两边相差的10.50元并更正，其余罚息减免截至今天的一半，以后不再计收。"
    mine = old.replace("请核对", "另外，请核对")
    edits = merge_tokens([(old, new)], mine)
    assert edits is not None
    assert with_edits(mine, edits) == new.replace("请核对", "另外，请核对")
    assert merge_tokens([(old, new)], old.replace("的全部", "的大部分")) is None
    assert merge_tokens([(old, "罚息都请减免，谢谢。")], mine) is None
    assert merge_tokens([(old, new)], "请把罚息都减免了。") is None


def test_a_figure_that_both_changed_is_marked_and_the_users_words_stand() -> None:
    mine = edited(replaced("申请减免罚息254.94元", "申请减免罚息250.00元"))
    merged = merge_word(BASE, mine, letter(*LATER[0])[0], MARKS, "a.docx")
    assert ["250.00" in clash.mine for clash in merged.clashes] == [True]
    assert any("【您的改动:" in one and "250.00" in one for one in words(merged.content))


def test_what_a_person_decided_in_own_words_is_no_conflict_again() -> None:
    old = BASE
    mine = edited(replaced("申请减免罚息254.94元", "申请减免罚息250.00元"))
    for text, day in LATER[:2]:
        new = letter(text, day)[0]
        merged = merge_word(old, mine, new, MARKS, "a.docx")
        xml = parts_of(merged.content)
        document = Document(BytesIO(merged.content))
        marked = [one for one in document.paragraphs if "【您的改动:" in one.text]
        if marked:  # decided: of both the user's, in other words, with today's figure
            before = next(
                one for one in document.paragraphs if "申请减免罚息" in one.text and one.text not in marked[0].text
            )
            figure = re.search(r"减免罚息(\d+\.\d\d)元", before.text)
            assert figure
            before.runs[0].text = before.text.replace("申请减免罚息", "请贵公司考虑减免罚息")
            for run in before.runs[1:]:
                run.text = ""
            marked[0]._element.getparent().remove(marked[0]._element)
        out = BytesIO()
        document.save(out)
        old, mine = new, out.getvalue()
        assert xml
    assert not merged.clashes
    assert any("请贵公司考虑减免罚息" in one for one in words(merged.content))


def test_stale_amounts_are_those_that_no_place_of_the_letter_states_any_more() -> None:
    assert stale_amounts([("欠254.94元", "欠270.10元"), ("还500.00元", "还500.00元")]) == {"254.94": "270.10"}
    assert stale_amounts([("12.00元至15.00", "还9.00元的15.01")]) == {}
    assert stale_amounts([("欠254.94元", "欠270.10元"), ("共1.00元", "共254.94元")]) == {"1.00": "254.94"}
