"""Laws that the common duties cite. Their texts come from the law library; here stand only their names."""

from fadu.procedure import Law

REG = Law(
    "中华人民共和国政府信息公开条例",
    short="政府信息公开条例",
    english="Regulations of the People's Republic of China on Open Government Information",
)
FORMAT = Law(
    "国务院办公厅政府信息与政务公开办公室关于印发《政府信息公开工作年度报告格式》的通知",
    short="年度报告格式",
    english="Format of the Annual Report on Open Government Information (国办公开办函〔2021〕30号)",
)
