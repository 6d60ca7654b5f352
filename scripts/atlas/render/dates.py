"""Dates: how does each language write them?"""

from __future__ import annotations

from calendar import month_name


def date_words(date: str, lang: str) -> str:
    """`2014-06` → `2014 年 6 月` or `June 2014`; `2018-06-11` → `2018 年 6 月 11 日` or `11 June 2018`."""
    year, *rest = date.split("-")
    numbers = [int(part) for part in rest]
    if lang == "zh":
        return " ".join([f"{year} 年", *(f"{number} {unit}" for number, unit in zip(numbers, "月日", strict=False))])
    months = [month_name[number] for number in numbers[:1]]
    return " ".join([*(str(number) for number in numbers[1:]), *months, year])
