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
FEES = Law(
    "国务院办公厅关于印发《政府信息公开信息处理费管理办法》的通知",
    short="信息处理费管理办法",
    english="Measures on Information Processing Fees for Open Government Information (国办函〔2020〕109号)",
    number="国办函〔2020〕109号",
)
REG_2007 = Law(
    "中华人民共和国政府信息公开条例（2007年公布）",
    short="政府信息公开条例（2007）",
    english="Regulations of the People's Republic of China on Open Government Information (2007)",
    number="国务院令第492号",
)
RATING = Law(
    "国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见",
    short="好差评意见",
    english="Opinions on Establishing a System of Evaluation of Government Services (国办发〔2019〕51号)",
    number="国办发〔2019〕51号",
)
RETENTION = Law(
    "机关文件材料归档范围和文书档案保管期限规定",
    english="Provisions on Filing and Periods of Retention of Documents of State Organs",
    number="国家档案局令第8号",
)
"""待核: the office's own approved table decides; the article is cited from memory."""
SUIT = Law("中华人民共和国行政诉讼法", short="行政诉讼法", english="Administrative Litigation Law")
