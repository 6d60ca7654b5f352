"""Quizzes: does every quiz have its page, and every question test one of the page's objectives?"""

from collections.abc import Iterator

from atlas.book import Book
from atlas.nouns import Place, Problem


def check(book: Book) -> Iterator[Problem]:
    for name, questions in book.quizzes.items():
        page = book.pages.get((name, "zh")) or book.pages.get((name, "en"))
        if page is None or not any(use.name == "quiz" for use in page.directives):
            yield Problem(
                Place(f"data/quizzes/{name}.yml"), "no page shows this quiz", f"add <!-- atlas:quiz --> to {name}"
            )
            continue
        for question in questions:
            if question.objective > len(page.meta.get("objectives", ())):
                what = f"{question.id} tests objective {question.objective}, which the page does not have"
                yield Problem(question.place, what, "count the objectives of the page from 1")
    for page in book.pages.values():
        for use in page.directives:
            if use.name == "quiz" and page.name not in book.quizzes:
                yield Problem(
                    page.at(use.line),
                    "the page asks for a quiz that does not exist",
                    f"write data/quizzes/{page.name}.yml",
                )
