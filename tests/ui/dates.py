# SPDX-License-Identifier: GPL-3.0-or-later
"""Days on which a test may plan, whenever it runs."""

import datetime

FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def two_open_days():
    """Two working days in a row of next week."""
    today = datetime.date.today()
    monday = today + datetime.timedelta(7 - today.weekday())
    days = [monday + datetime.timedelta(n) for n in range(1, 5)]
    return next((a, b) for a, b in zip(days, days[1:]) if (a.month, a.day) not in FIXED and (b.month, b.day) not in FIXED)


def says(day):
    """How the grid and the calendar call a day."""
    return f"{day:%A} {day.day} {day:%B %Y}"
