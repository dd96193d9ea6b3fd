"""Chinese numerals as statutes write them: 第一百二十条, 第三千零一条, 二〇二三年."""

_DIGITS = "零一二三四五六七八九"
_VALUES = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

NUMERAL = "[零〇○一二三四五六七八九两十百千0-9０-９]"
"""Character class of everything `parse_chinese_number` reads; for use in regular expressions."""


def chinese_number(n: int) -> str:
    """Write `n` (0 to 9999) as a statute does: 10 → 十, 120 → 一百二十, 1001 → 一千零一.

    Raises ValueError outside that range.
    """
    if not 0 <= n <= 9999:
        raise ValueError(f"{n} has no numeral here: statutes number from 0 to 9999.")
    if n == 0:
        return _DIGITS[0]
    written, gap = "", False
    for unit, char in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            written += (_DIGITS[0] if gap and written else "") + _DIGITS[digit] + char
        gap = digit == 0
    return written.removeprefix("一") if 10 <= n <= 19 else written


def parse_chinese_number(text: str) -> int:
    """Read 一百二十, 十, 两百, 一百零五, 二〇二三 (digit by digit) or 33 and ３３, up to 9999.

    Raises ValueError for anything else, also for colloquial forms that leave a unit out (一百二).
    """
    if text.isdecimal() and len(text) <= 4:
        return int(text)
    if len(text) > 1 and all(char in _VALUES for char in text) and len(text) <= 4:
        return int("".join(str(_VALUES[char]) for char in text))
    return 0 if text in ("零", "〇", "○") else _parse_units(text)


def _parse_units(text: str) -> int:
    total, digit, lowest, padded = 0, 0, 10_000, False
    for char in text:
        if char in _UNITS and _UNITS[char] < lowest and (digit or char == "十"):
            lowest = _UNITS[char]
            total += (digit or 1) * lowest
            digit, padded = 0, False
        elif total and _VALUES.get(char) == 0 and not digit and not padded:
            padded = True
        elif _VALUES.get(char) and not digit:
            digit = _VALUES[char]
        else:
            raise _unreadable(text)
    if digit:
        # A bare last digit counts ones; straight after 百 or 千 the unit was left out, which is ambiguous.
        if lowest in (100, 1000) and not padded:
            raise _unreadable(text)
        return total + digit
    if total == 0 or padded:
        raise _unreadable(text)
    return total


def _unreadable(text: str) -> ValueError:
    return ValueError(f"«{text}» is not a number from 零 to 九千九百九十九. Write it in full, e.g. 一百二十.")
