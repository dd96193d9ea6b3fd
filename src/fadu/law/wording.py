"""How days and holidays are written: 2023年10月7日, 周六, 国庆节; 7 October 2023, Saturday, National Day."""

from datetime import date, datetime

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_HOLIDAYS_EN = {
    "元旦": "New Year's Day",
    "新年": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}


def day_zh(day: date, *, year: bool = True) -> str:
    """2023年10月7日, or 10月7日 without the year."""
    return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"


def weekday_zh(day: date) -> str:
    """周六."""
    return f"周{_WEEKDAYS_ZH[day.weekday()]}"


def day_en(day: date, *, year: bool = True) -> str:
    """7 October 2023, or 7 October without the year."""
    return f"{day.day} {_MONTHS_EN[day.month - 1]}" + (f" {day.year}" if year else "")


def weekday_en(day: date) -> str:
    """Saturday."""
    return _WEEKDAYS_EN[day.weekday()]


def full_zh(moment: date | datetime) -> str:
    """2023年10月7日（周六）, with 10时30分 for a moment."""
    clock = f"{moment.hour}时{moment.minute:02}分" if isinstance(moment, datetime) else ""
    return f"{day_zh(moment)}（{weekday_zh(moment)}）{clock}"


def full_en(moment: date | datetime) -> str:
    """Saturday 7 October 2023, with 10:30 for a moment."""
    clock = f" {moment:%H:%M}" if isinstance(moment, datetime) else ""
    return f"{weekday_en(moment)} {day_en(moment)}{clock}"


def run_zh(first: date, last: date, year: int) -> str:
    """9月30日至10月6日; the year is said where it is not `year`."""
    begin = day_zh(first, year=first.year != year)
    return begin if first == last else f"{begin}至{day_zh(last, year=last.year != first.year)}"


def run_en(first: date, last: date, year: int) -> str:
    """30 September to 6 October; the year is said where it is not `year`."""
    end = day_en(last, year=last.year != year)
    return end if first == last else f"{day_en(first, year=first.year != last.year != year)} to {end}"


def holiday_en(name: str) -> str:
    """National Day for 国庆节; parts joined by 、 each; a name without an English form stays as it is."""
    return " and ".join(_HOLIDAYS_EN.get(part, part) for part in name.split("、"))
