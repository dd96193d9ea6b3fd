"""One document of each kind, with everything that the kind can have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from fadu.letters.blocks import Annex, Check, Document, Fields, Heading, Imprint, Items, Paragraph, Table

AT = datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)
OFFICE = "示例市人民政府外事办公室"
OTHERS = ("示例市公安局", "示例市商务局")
FULL = Paragraph("这是二十八个字一行的正文甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳" * 20)

BODY = (
    Paragraph("您申请公开“2022年度公务接待费用支出明细”（申请编号：GK-2026-0031）。经审查，现答复如下："),
    Heading("一、关于申请公开的政府信息"),
    Heading("（一）推送情况", 2),
    Heading("1.数量", 3),
    Heading("（1）细目", 4),
    Paragraph("2023年，本机关累计推送境外快讯16879条，《中华人民共和国政府信息公开条例》第十五条规定的，不予公开。"),
    Items(("第一项", "第二项，较长一些，写到第二行上去，看一看第二行从哪里开始，是不是顶格。")),
    Paragraph("特此答复。"),
)
ROWS = Table(
    ("序号", "证据名称", "证明内容", "页码"),
    tuple((str(n), f"证据{n}", "办理过程符合法定期限", f"{n}—{n + 1}") for n in range(1, 61)),
    (1, 4, 6, 2),
)
DOWN = Document(
    kind="document",
    issuers=(OFFICE,),
    title="关于政府信息公开申请的答复",
    number="示外公开〔2026〕12号",
    date="2026年11月23日",
    addressee="王昇、陈䶮㛃女士：",
    blocks=BODY,
    note="联系人：张三，联系电话：000-12345678",
    mark="样章 测试",
    check=Check("https://wb.example.cn/check/", "7K2M-Q0XW-94TB"),
)
IMPRINT = Imprint("示例市人民政府办公室政务公开处", f"{OFFICE}秘书处", "2026年11月23日")

PAPERS: dict[str, Document] = {
    "down": replace(DOWN, annexes=(Annex("情况统计表", (ROWS,)), Annex("送达回证")), imprint=IMPRINT),
    "up": replace(DOWN, signer="李方", urgency="特急", addressee="示例市人民政府："),
    "joint": replace(DOWN, issuers=(OFFICE, *OTHERS), imprint=IMPRINT),
    "letter": replace(DOWN, kind="letter", urgency="加急", imprint=Imprint("示例市人民政府办公室")),
    "order": replace(
        DOWN, kind="order", number="第3号", signer="李方", post="主任", addressee="", note="", blocks=BODY[:1]
    ),
    "minutes": replace(
        DOWN,
        kind="minutes",
        date="",
        addressee="",
        note="",
        blocks=(*BODY, Fields((("出席：", "张三、李四"), ("列席：", "赵六")))),
    ),
    "notice": replace(DOWN, kind="notice", annexes=(Annex("只有一件"),)),
    "unsealed": replace(DOWN, kind="notice", sealed=False),
    "report": replace(DOWN, kind="report", blocks=(*BODY, FULL, *BODY[1:]) * 4),
    "register": replace(DOWN, kind="register", addressee="", note="", blocks=(ROWS,)),
    "evidence": replace(DOWN, kind="evidence", addressee="", note="", blocks=(Paragraph("提交证据如下："), ROWS)),
    "cover": replace(
        DOWN,
        kind="cover",
        date="",
        addressee="",
        note="",
        blocks=(Fields((("案由", "依申请公开政府信息"), ("保管期限", "10年"))),),
    ),
}
