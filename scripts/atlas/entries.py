"""From a parsed entry of a data file to its noun: the schema has already said that the entry is well formed."""

from __future__ import annotations

from atlas import words
from atlas.nouns import (
    LANGUAGES,
    Asked,
    Concept,
    Event,
    Figure,
    Labels,
    Misconception,
    News,
    Option,
    Pathway,
    Place,
    Question,
    Text,
    Topic,
    Unit,
)


def text(value) -> Text | None:
    return Text(value["zh"], value["en"]) if value else None


def labels(value) -> Labels:
    return Labels(*(tuple((value or {}).get(lang, ())) for lang in LANGUAGES))


def asked(entry, place: Place) -> Asked:
    return Asked(place, entry["id"], labels(entry))


def unit(entry) -> Unit:
    return Unit(entry["id"], labels(entry))


def concept(entry, place: Place) -> Concept:
    zh = entry["prefLabel"]["zh"]
    return Concept(
        place=place,
        id=entry["id"],
        prefLabel=text(entry["prefLabel"]),
        abbr=entry.get("abbr"),
        altLabel=labels(entry.get("altLabel")),
        hiddenLabel=labels(entry.get("hiddenLabel")),
        rejectedLabel=labels(entry.get("rejectedLabel")),
        autolink=entry.get("autolink", True),
        definition=text(entry["definition"]),
        scopeNote=text(entry.get("scopeNote")),
        broader=tuple(entry["broader"]),
        related=tuple(entry.get("related", ())),
        home=entry.get("home"),
        source=tuple(entry["source"]),
        pinyin=entry.get("pinyin") or words.pinyin(zh),
        hant=entry.get("hant") or words.traditional(zh),
    )


def event(entry, place: Place) -> Event:
    return Event(
        place=place,
        id=entry["id"],
        date=entry["date"],
        title=text(entry["title"]),
        summary=text(entry["summary"]),
        category=entry["category"],
        modality=tuple(entry.get("modality", ())),
        country=tuple(entry.get("country", ())),
        source=tuple(entry["source"]),
        concepts=tuple(entry.get("concepts", ())),
        note=text(entry.get("note")),
    )


def news(entry, place: Place) -> News:
    return News(place, entry["id"], entry["date"], text(entry["text"]), entry["page"])


def topic(entry, place: Place) -> Topic:
    return Topic(place, entry["id"], text(entry["label"]), tuple(entry["keywords"]))


def path(entry, place: Place) -> Pathway:
    pages, without = tuple(entry["pages"]), tuple(entry.get("without", ()))
    return Pathway(place, entry["id"], text(entry["label"]), text(entry["purpose"]), pages, without)


def figure(entry, place: Place) -> Figure:
    return Figure(
        place=place,
        id=entry["id"],
        statement=text(entry["statement"]),
        value=tuple(entry["value"]),
        source=entry["source"],
        checked=entry["checked"],
        locator=entry.get("locator"),
        note=text(entry.get("note")),
    )


def misconception(entry, place: Place) -> Misconception:
    return Misconception(
        place=place,
        id=entry["id"],
        topic=entry["topic"],
        verdict=entry["verdict"],
        claim=text(entry["claim"]),
        correction=text(entry["correction"]),
        source=tuple(entry["source"]),
        concepts=tuple(entry.get("concepts", ())),
    )


def question(entry, place: Place) -> Question:
    options = tuple(Option(text(o["text"]), text(o["why"]), o.get("correct", False)) for o in entry["options"])
    return Question(place, entry["id"], entry["objective"], text(entry["stem"]), options)
