"""Invented names, bylines and dates for training examples of pages."""

from __future__ import annotations

import random

_FIRST = (
    "Ann", "Ida", "Omar", "Lena", "Bo", "Tariq", "Maya", "Jonas", "Priya", "Ewa",
    "Kofi", "Rosa", "Ben", "Nils", "Aiko", "Hugh", "Zara", "Paul", "Mina", "Theo",
)  # fmt: skip
_LAST = (
    "Lee", "Vale", "Stone", "Brandt", "Li", "Aziz", "Okafor", "Meyer", "Rao", "Nowak",
    "Mensah", "Ruiz", "Carter", "Holm", "Tanaka", "Doyle", "Khan", "Adler", "Farah", "Moss",
)  # fmt: skip
_ROLES = (
    "deputy science editor", "Staff Writer", "political correspondent", "Senior Reporter", "in Lima",
    "for the Orbel Times",
    "Associated Press", "AFP", "BBC News", "Reuters", "Health editor", "Middle East correspondent",
    "special to the Courier",
    "Business Reporter", "@orbelnews", "Orbel News Service", "Contributor", "Chief Political Correspondent",
)  # fmt: skip
_DESKS = (
    "REUTERS", "AFP", "AP", "Associated Press", "Staff and agencies", "Orbel Times Staff", "News Desk", "dpa",
    "PA Media",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def person(chance: random.Random) -> str:
    """Return an invented name."""
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def byline(chance: random.Random) -> str:
    """Return an invented byline in one of the usual forms."""
    one, two, three = person(chance), person(chance), person(chance)
    role = chance.choice(_ROLES)
    return chance.choice((
        f"By {one}", f"By {one}", f"by {one} and {two}", f"By {one}, {role}", f"By {one}, {two} and {three}",
        f"{one}, {role}",
        one, f"{one} and {two}", f"{one.upper()}, {two.upper()} and {three.upper()}", f"By {chance.choice(_DESKS)}",
        chance.choice(_DESKS), f"{one} and {chance.choice(_DESKS)}", f"Written by {one}",
        f"{one} (morning), {two} (afternoon)",
        f"By {one} | {role}", f"{one} {role}", f"BY {one.upper()}", f"Author: {one}",
        f"Reporting by {one}; Editing by {two}",
        f"By {one} in Lima", f"Words by {one}", f"{one} is {role}", f"From {one}, {role}",
    ))  # fmt: skip


def date(chance: random.Random) -> str:
    """Return an invented date line in one of the usual forms."""
    day, month, year = chance.randint(1, 28), chance.choice(MONTHS), chance.randint(1998, 2026)
    number, clock = MONTHS.index(month) + 1, f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
    day_of_year = chance.choice((
        f"{month} {day}, {year}", f"{day} {month} {year}", f"{chance.choice(_DAYS)} {day} {month} {year}",
        f"{month[:3]}. {day}, {year}",
        f"{year}-{number:02}-{day:02}", f"{day:02}/{number:02}/{year}", f"{month.upper()} {day}, {year}",
        f"{day} {month[:3]} {year}",
        f"{chance.choice(_DAYS)[:3]}, {day} {month[:3]} {year}", f"{month} {day}",
    ))  # fmt: skip
    half = f" {chance.randint(1, 12)}:{clock[3:]} PM"
    time = chance.choice(("", "", f" {clock}", f" at {clock} GMT", f", {clock} EDT", half, f" {clock}, UK"))
    labels = (
        "",
        "",
        "",
        "Published: ",
        "Published ",
        "Updated: ",
        "Posted on ",
        "First published on ",
        "Last updated ",
    )
    return chance.choice(labels) + day_of_year + time
