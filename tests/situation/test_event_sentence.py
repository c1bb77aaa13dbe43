"""What a person typed as the event reads as a sentence that they would say, and never as a false one."""

from __future__ import annotations

import pytest
from cases import MINIMAL, TODAY

from letters.scenario.load import load
from letters.situation.told.chinese_events import chinese_sentence
from letters.situation.told.english_events import english_sentence
from letters.situation.told.event_sentence import event_sentence
from letters.situation.told.teller import Teller

ILL, HIS = Teller("illness", "self"), Teller("illness", "parent")
OUT, DROP = Teller("job-loss", "self"), Teller("income-drop", "self")
FAMILY, STORM, FORGOT = (Teller(kind, None) for kind in ("family-emergency", "natural-disaster", "forgotten-payment"))

CHINESE = [
    # Whole sentences already.
    ("我跑的网约车平台单价下调，车又大修", DROP, "我跑的网约车平台单价下调，车又大修"),
    ("还款的银行卡换了卡号，自动扣款没有成功", FORGOT, "还款的银行卡换了卡号，自动扣款没有成功"),
    # Illness of one's own.
    ("住院手术", ILL, "我住院做了手术"),
    ("我因住院手术", ILL, "我住院做了手术"),
    ("因住院手术。", ILL, "我住院做了手术"),
    ("我住院手术", ILL, "我住院做了手术"),
    ("急性胰腺炎住院手术", ILL, "我因急性胰腺炎住院做了手术"),
    ("急性阑尾炎住院手术，休养两个月", ILL, "我因急性阑尾炎住院做了手术，休养两个月"),
    ("腰椎手术", ILL, "我做了腰椎手术"),
    ("手术", ILL, "我做了手术"),
    ("做心脏搭桥手术", ILL, "我做了心脏搭桥手术"),
    ("等待肾移植手术", ILL, "我等待肾移植手术"),
    ("住院", ILL, "我住院"),
    ("肺炎住院", ILL, "我因肺炎住院"),
    ("脑梗死住院", ILL, "我因脑梗死住院"),
    ("车祸住院", ILL, "我因车祸住院"),
    ("右腿骨折住院三周", ILL, "我因右腿骨折住院三周"),
    ("突发心梗住院抢救", ILL, "我突发心梗住院抢救"),
    ("摔伤住院", ILL, "我摔伤住院"),
    ("生病住院", ILL, "我生病住院"),
    ("因病住院治疗", ILL, "我因病住院治疗"),
    ("确诊乳腺癌", ILL, "我确诊乳腺癌"),
    ("被诊断为抑郁症", ILL, "我被诊断为抑郁症"),
    ("急性胰腺炎", ILL, "我患急性胰腺炎"),
    ("腰椎间盘突出", ILL, "我患腰椎间盘突出"),
    ("肺癌晚期", ILL, "我患肺癌晚期"),
    ("大病", ILL, "我得了大病"),
    ("生病", ILL, "我生病了"),
    ("因病", ILL, "我生病了"),
    ("骨折", ILL, "我骨折了"),
    ("左手骨折", ILL, "我左手骨折"),
    ("车祸", ILL, "我遭遇车祸"),
    ("工伤", ILL, "我受了工伤"),
    ("不慎摔伤腰部", ILL, "我不慎摔伤腰部"),
    # Somebody else's: the relative is the subject, whoever `who` says, and also where it says nothing.
    ("父亲肺癌住院", HIS, "父亲因肺癌住院"),
    ("父亲肺癌住院", ILL, "父亲因肺癌住院"),
    ("我父亲突发心梗住院", FAMILY, "我父亲突发心梗住院"),
    ("我母亲突发脑出血，住进重症监护室", FAMILY, "我母亲突发脑出血，住进重症监护室"),
    ("母亲脑出血", FAMILY, "母亲患脑出血"),
    ("母亲去世", FAMILY, "母亲去世"),
    ("丈夫车祸", FAMILY, "丈夫遭遇车祸"),
    ("孩子住院手术", FAMILY, "孩子住院做了手术"),
    ("妻子难产", FAMILY, "妻子难产"),
    ("岳父和岳母先后住院", FAMILY, "岳父和岳母先后住院"),
    ("家里老人病重", FAMILY, "家里老人病重"),
    ("家里出事", FAMILY, "家里出事"),
    ("肺癌住院", HIS, "我的家人因肺癌住院"),
    ("住院手术", Teller("illness", "spouse"), "我的爱人住院做了手术"),
    ("住院手术", Teller("illness", "other"), "情况是：住院手术"),
    ("照顾生病的母亲", HIS, "我照顾生病的母亲"),
    ("请假陪护父亲", HIS, "我请假陪护父亲"),
    ("离婚", FAMILY, "情况是：离婚"),
    ("父亲的病", FAMILY, "情况是：父亲的病"),
    ("去世", ILL, "我遇到的情况是：去世"),
    # Work.
    ("被公司裁员", OUT, "我被公司裁员"),
    ("我因被公司裁员", OUT, "我被公司裁员"),
    ("失业", OUT, "我失业了"),
    ("公司裁员", OUT, "公司裁员，我失业了"),
    ("被公司裁员", Teller("job-loss", "self", "李红"), "李红被公司裁员"),
    ("公司裁员失业", OUT, "公司裁员，我失业了"),
    ("因公司裁员失业", OUT, "我因公司裁员失业"),
    ("公司关闭深圳办公室，劳动合同终止", OUT, "公司关闭深圳办公室，劳动合同终止"),
    ("所在门店关闭、劳动合同终止", OUT, "所在门店关闭、劳动合同终止"),
    ("劳动合同到期未续签", OUT, "劳动合同到期未续签"),
    ("我公司倒闭", OUT, "我公司倒闭"),
    ("我们单位裁员", OUT, "我们单位裁员"),
    ("与公司解除劳动合同", OUT, "我与公司解除劳动合同"),
    ("被公司裁员", Teller("job-loss", "spouse"), "我的爱人被公司裁员"),
    ("停工停产", OUT, "我遇到的情况是：停工停产"),
    # Less income.
    ("降薪", DROP, "我被降薪"),
    ("单位全员降薪", DROP, "单位全员降薪"),
    ("公司订单减少，全员降薪并停发绩效", DROP, "公司订单减少，全员降薪并停发绩效"),
    ("工资减半", DROP, "我的工资减半"),
    ("收入下降", DROP, "我的收入下降"),
    ("我的工资降了三成", DROP, "我的工资降了三成"),
    ("店铺关闭", DROP, "店铺关闭"),
    ("关店", DROP, "我遇到的情况是：关店"),
    ("经营失败", DROP, "我经营失败"),
    ("拖欠工资", DROP, "我被拖欠工资"),
    ("疫情影响", DROP, "我遇到的情况是：疫情影响"),
    # Disasters.
    ("台风", STORM, "我遇上了台风"),
    ("台风引发内涝，我租住的房屋进水，上班的市场停业", STORM, "台风引发内涝，我租住的房屋进水，上班的市场停业"),
    ("台风过境，租住的房屋进水", STORM, "台风过境，租住的房屋进水"),
    ("洪水受灾", STORM, "我因洪水受灾"),
    ("房屋被淹", STORM, "房屋被淹"),
    ("我家房子进水", STORM, "我家房子进水"),
    ("被洪水困住", STORM, "情况是：被洪水困住"),
    # Forgotten.
    ("换了工资卡，忘了改自动还款的扣款账户", FORGOT, "我换了工资卡，忘了改自动还款的扣款账户"),
    ("忘记还款", FORGOT, "我忘记还款了"),
    ("我忘了还款日", FORGOT, "我忘了还款日"),
    ("自动还款失败", FORGOT, "自动还款失败"),
    ("出差在外没有注意还款日", FORGOT, "我出差在外没有注意还款日"),
    # A date stays in front.
    ("1月10日住院手术", ILL, "1月10日我住院做了手术"),
    # Nothing but the kind.
    ("", ILL, "我生病了"),
    ("", HIS, "我的家人生病了"),
    ("", Teller("illness", "other"), "我遇到了困难"),
    ("", OUT, "我失业了"),
    ("", FAMILY, "我家里出了变故"),
    ("", DROP, "我的收入下降了"),
    ("", Teller("war", None), "我遇到了困难"),
    # Somebody else writes: the borrower has a name, and 我 may be either of them.
    ("住院手术", Teller("illness", "self", "李强"), "李强住院做了手术"),
    ("我住院手术", Teller("illness", "self", "李强"), "李强生病了"),
    ("父亲肺癌住院", Teller("family-emergency", "parent", "李强"), "情况是：父亲肺癌住院"),
]

ENGLISH = [
    ("an operation after acute appendicitis", ILL, "I had an operation after acute appendicitis"),
    ("surgery for acute appendicitis", ILL, "I had surgery for acute appendicitis"),
    ("ruptured appendix", ILL, "I had a ruptured appendix"),
    ("pneumonia", ILL, "I had pneumonia"),
    ("a stroke", ILL, "I had a stroke"),
    ("broken leg", ILL, "I had a broken leg"),
    ("because of illness", ILL, "I was ill"),
    ("Hospitalised with pneumonia.", ILL, "I was hospitalised with pneumonia"),
    ("in hospital for five weeks", ILL, "I was in hospital for five weeks"),
    ("I broke my hip", ILL, "I broke my hip"),
    ("broke my hip", ILL, "I broke my hip"),
    ("pneumonia", HIS, "one of my parents had pneumonia"),
    ("a stroke", Teller("illness", "spouse"), "my spouse had a stroke"),
    ("a stroke", Teller("illness", "other"), "this is what happened: a stroke"),
    ("father's stroke", FAMILY, "my father had a stroke"),
    ("My father had a stroke", FAMILY, "my father had a stroke"),
    ("my mother’s death", FAMILY, "my mother died"),
    ("my mother's move", FAMILY, "this is what happened: my mother's move"),
    ("a death in the family", FAMILY, "there was a death in the family"),
    ("laid off", OUT, "I was laid off"),
    ("made redundant", OUT, "I was made redundant"),
    ("the loss of my job", OUT, "I lost my job"),
    ("employer closed its Shenzhen office", OUT, "my employer closed its Shenzhen office"),
    ("my employer closed its Shenzhen office", OUT, "my employer closed its Shenzhen office"),
    ("the company went bankrupt", OUT, "the company went bankrupt, and I lost my job"),
    ("restructuring", OUT, "this is what happened: restructuring, and I lost my job"),
    ("pay cut", DROP, "I had a pay cut"),
    ("a flood", STORM, "there was a flood"),
    ("earthquake in the town", STORM, "there was an earthquake in the town"),
    ("forgot to change the automatic payment", FORGOT, "I forgot to change the automatic payment"),
    ("changed banks and forgot the automatic payment", FORGOT, "I changed banks and forgot the automatic payment"),
    ("", ILL, "I was ill"),
    ("", Teller("job-loss", "spouse"), "my spouse lost their job"),
    ("", DROP, "my income fell"),
    ("", Teller("war", None), "I ran into difficulties"),
    ("laid off", Teller("job-loss", "self", "Niamh Doyle"), "Niamh Doyle was laid off"),
    ("I broke my hip", Teller("illness", "self", "Niamh Doyle"), "Niamh Doyle was ill"),
    (
        "my father had a stroke",
        Teller("family-emergency", "parent", "Niamh Doyle"),
        "there was an emergency in Niamh Doyle’s family",
    ),
]


@pytest.mark.parametrize(("event", "told", "sentence"), CHINESE)
def test_a_chinese_event_reads_as_a_sentence(event: str, told: Teller, sentence: str) -> None:
    assert chinese_sentence(event, told) == sentence


@pytest.mark.parametrize(("event", "told", "sentence"), ENGLISH)
def test_an_english_event_reads_as_a_sentence(event: str, told: Teller, sentence: str) -> None:
    assert english_sentence(event, told) == sentence


def told(scenario: str, language: str) -> str:
    return event_sentence(load(scenario.encode(), "case.yaml", today=TODAY).scenario, language)


def test_an_event_in_another_language_is_told_by_the_kind_alone() -> None:
    chinese = MINIMAL.replace("kind: illness", "kind: illness\n  event: 住院手术")
    english = MINIMAL.replace("kind: illness", "kind: illness\n  event: broke my hip")
    assert [told(text, language) for text in (chinese, english, MINIMAL) for language in ("zh", "en", "fr")] == [
        *("我住院做了手术", "I was ill", "住院手术"),
        *("我生病了", "I broke my hip", "broke my hip"),
        *("我生病了", "I was ill", ""),
    ]


def test_the_borrower_is_named_where_somebody_else_writes() -> None:
    text = MINIMAL.replace("kind: illness", "kind: illness\n  event: 住院手术") + "writer: {name: 李红}\n"
    assert told(text, "zh") == "林晓梅住院做了手术"
