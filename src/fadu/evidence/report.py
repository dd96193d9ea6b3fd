"""What a verification found: faults, notes and counts, each sayable in Chinese and English."""

from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["zh", "en"]

_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing not as it was signed. ``seq`` is the place in the case (from 1), 0 if no entry is concerned."""

    case: str
    seq: int
    what: str
    expected: str = ""
    found: str = ""

    def text(self, lang: Lang = "zh") -> str:
        """The fault as one line, safe to print: whatever came from the file is cut and made visible."""
        what = _FAULTS[self.what][lang == "en"]
        if lang == "en":
            place = f"case {shown(self.case)}" if self.case else "whole record"
            place += f", entry {self.seq}" if self.seq else ""
            detail = (
                f"expected {shown(self.expected)}, found {shown(self.found)}" if self.expected else shown(self.found)
            )
            return f"{place}: {what}" + (f" ({detail})" if detail else "")
        place = f"案件 {shown(self.case)}" if self.case else "全部记录"
        place += f" 第 {self.seq} 条" if self.seq else ""
        detail = f"应为 {shown(self.expected)}，实为 {shown(self.found)}" if self.expected else shown(self.found)
        return f"{place}：{what}" + (f"（{detail}）" if detail else "")


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know that is not a fault: how often, and of what."""

    what: str
    count: int = 1
    detail: str = ""

    def text(self, lang: Lang = "zh") -> str:
        sentence = _NOTES[self.what][lang == "en"].format(count=self.count)
        return sentence + (f": {shown(self.detail)}" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was checked. ``included`` are entries shown by proof to be in the signed log."""

    cases: int = 0
    entries: int = 0
    parts: int = 0
    withheld: int = 0
    erased: int = 0
    included: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome. ``unreadable`` is a reason in one line when the input was not an export at all."""

    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    counts: Counts = field(default_factory=Counts)
    unreadable: str = ""

    @property
    def ok(self) -> bool:
        return not self.faults and not self.unreadable

    def lines(self, lang: Lang = "zh") -> list[str]:
        """The report as lines: the first bad entry first, if there is one."""
        if self.unreadable:
            return [("无法读取：", "cannot be read: ")[lang == "en"] + shown(self.unreadable, 300)]
        faults = [fault.text(lang) for fault in self.faults]
        verdict = self._verdict(lang)
        return [*faults, verdict, _COUNTED[lang].format(c=self.counts), *(note.text(lang) for note in self.notes)]

    def _verdict(self, lang: Lang) -> str:
        if self.faults:
            return _FAULTY[lang].format(count=len(self.faults))
        open_entries = self.counts.entries - self.counts.included
        return _PARTLY[lang].format(count=open_entries) if open_entries else _CLEAN[lang]


def shown(text: str, length: int = _SHOWN) -> str:
    """Text from outside, fit for a terminal: control characters become visible, long text is cut."""
    visible = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[: length + 1])
    return visible if len(visible) <= length else visible[:length] + "…"


_CLEAN = {
    "zh": "核验通过：记录与其哈希、签名一致。",
    "en": "Verified: the records agree with their hashes and signatures.",
}
_PARTLY = {
    "zh": "未发现不符；但有 {count} 条记录未经已签名的日志证明。",
    "en": "No disagreement found; but {count} entries are not proved by a signed log.",
}
_FAULTY = {"zh": "核验不通过：共 {count} 处不符。", "en": "Not verified: {count} disagreement(s)."}
_COUNTED = {
    "zh": "案件 {c.cases} 件，记录 {c.entries} 条（已入序并证明 {c.included} 条），内容 {c.parts} 份，"
    "未提供 {c.withheld} 份，依法删除 {c.erased} 份。",
    "en": "{c.cases} case(s), {c.entries} entries ({c.included} proved to be in the log), {c.parts} part(s) checked, "
    "{c.withheld} withheld, {c.erased} erased by law.",
}

_FAULTS: dict[str, tuple[str, str]] = {
    "canonical": ("记录不是规范格式", "the record is not in canonical form"),
    "shape": ("记录的栏目不符合格式", "the record does not have the fields of an entry"),
    "case": ("记录属于另一案件", "the entry belongs to another case"),
    "seq": ("序号不连续：记录被删除、增加或者调换", "entries are missing, added or out of order"),
    "prev": ("与上一条记录不衔接", "the entry does not follow from the one before it"),
    "hash": ("记录与所列哈希不一致", "the record does not have the hash given for it"),
    "part": ("内容与记录中的承诺值不一致", "the content does not match the commitment in the entry"),
    "part-form": ("内容不是规范格式", "the content is not in canonical form"),
    "part-missing": (
        "应有的内容缺失，且未注明未提供或者依法删除",
        "content is absent, marked neither withheld nor erased",
    ),
    "part-extra": ("多出记录中没有的内容", "content that the entry does not know"),
    "part-erased": ("内容缺失而无依法删除的记录", "content is gone, but no entry records its erasure"),
    "part-kept": ("已记录依法删除的内容仍然存在", "content is still there although an entry records its erasure"),
    "erasure": ("删除记录所指的内容不存在", "the erasure names content that does not exist"),
    "leaf": ("同一序位出现两条记录", "two entries claim one place in the log"),
    "leaf-gap": ("记录未入序，而其后的记录已入序", "the entry is not in the log, but a later one of its case is"),
    "leaf-missing": (
        "完整导出中缺少该序位的记录",
        "the export claims to be complete, but lacks this place in the log",
    ),
    "inclusion": ("不能证明记录在已签名的日志中", "the entry cannot be shown to be in the signed log"),
    "nothing": ("文件里没有一条记录，无从核验", "the file holds no entry: there is nothing to verify"),
    "number": ("案卷编号与记录不一致", "the number of the case is not the one in its record"),
    "unsigned": (
        "文件里没有本机关签署的存证点，所给的公钥无从核验",
        "nothing in the file is signed: there is nothing to check with the key given",
    ),
    "empty": ("案件没有任何记录", "the case has no entries"),
    "case-twice": ("同一案件出现两次", "the case appears twice"),
    "declaration": ("程序文本与其哈希不一致", "the declaration does not have the hash that names it"),
    "calendar": ("日历文本与其哈希不一致", "the calendar does not have the hash that names it"),
    "checkpoint": ("签名存证点无效", "the checkpoint is not validly signed"),
    "outside-checkpoint": ("所给的签名存证点无效", "the checkpoint given for comparison is not validly signed"),
    "no-checkpoint": (
        "导出文件没有可供比对的签名存证点",
        "the export has no checkpoint to compare with the one given",
    ),
    "origin": ("两个存证点不属于同一日志", "the two checkpoints are of different logs"),
    "inconsistent": (
        "不能证明与所给的存证点一致：记录可能被截断或者改写",
        "cannot be shown to be consistent with the checkpoint given: the record may have been cut short or rewritten",
    ),
}

_NOTES: dict[str, tuple[str, str]] = {
    "unsequenced": ("{count} 条记录尚未入序", "{count} entries are not yet in the log"),
    "after-checkpoint": (
        "{count} 条记录在本存证点之后入序，尚不能证明",
        "{count} entries came into the log after this checkpoint and are not yet proved",
    ),
    "unproved": (
        "{count} 条记录没有可用的存证点，未证明入序",
        "{count} entries are not proved: no usable checkpoint",
    ),
    "own-key": (
        "签名以导出文件自带的公钥核验；请用另行取得的公钥（--key）复核",
        "signatures were checked with the key inside the export; check again with a key obtained elsewhere (--key)",
    ),
    "not-included": (
        "{count} 份所引用的程序或者日历文本未附上",
        "{count} declaration(s) or calendar(s) referred to are not enclosed",
    ),
    "calendar-unbound": (
        "{count} 份日历文本的编号不含哈希，未作核验",
        "{count} calendar(s) were not checked: their ids carry no hash",
    ),
    "closed": (
        "有 {count} 条是本机关与他人之间的记录，内容不提供，只核验其在链上和日志中的位置",
        "{count} entries are between the office and others: they are withheld, only their place in the chain and the log was checked",
    ),
    "consistent": ("与所给的存证点一致", "consistent with the checkpoint given"),
    "excerpt": (
        "这是部分导出：每件案件最后一条之后是否还有记录，看不出来",
        "this is an excerpt: whether more entries follow the last one of each case does not show",
    ),
    "complete": ("导出包含日志中的全部记录", "the export holds every entry of the log"),
}
