"""Quizzes: has every quiz its page and tests its objectives, and do neither place nor length give answers away?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from atlas.book import Book
from atlas.nouns import LANGUAGES, Page, Place, Problem, Question

ZH = "每份测验都有所属的页面吗？每道题都考到一条学习目标吗？答案的位置和长短会不会泄露答案？"
ON_A_PAGE = (4, 0.5)
ON_THE_SITE = (40, 0.36)
"""From this many questions on, a pattern of places or lengths in more than this share of them is not chance.

With four options to a question a quarter of the right answers would stand at each place, and be the longest.
"""


def check(book: Book) -> Iterator[Problem]:
    for name, questions in book.quizzes.items():
        place = Place(f"data/quizzes/{name}.yml")
        page = book.pages.get((name, "zh")) or book.pages.get((name, "en"))
        if page is None or not any(use.name == "quiz" for use in page.directives):
            yield Problem(place, "no page shows this quiz", f"add <!-- atlas:quiz --> to {name}")
            continue
        yield from objectives(page, questions)
        yield from given_away(questions, *ON_A_PAGE)
    everywhere = [question for questions in book.quizzes.values() for question in questions]
    yield from given_away(everywhere, *ON_THE_SITE)
    for page in book.pages.values():
        for use in page.directives:
            if use.name == "quiz" and page.name not in book.quizzes:
                what = "the page asks for a quiz that does not exist"
                yield Problem(page.at(use.line), what, f"write data/quizzes/{page.name}.yml")


def note(book: Book) -> str:
    return f"{sum(map(len, book.quizzes.values()))} questions"


def objectives(page: Page, questions: Sequence[Question]) -> Iterator[Problem]:
    for question in questions:
        if question.objective > len(page.meta.get("objectives", ())):
            what = f"{question.id} tests objective {question.objective}, which the page does not have"
            yield Problem(question.place, what, "count the objectives of the page from 1")


def given_away(questions: Sequence[Question], enough: int, share: float) -> Iterator[Problem]:
    """Places and lengths by which the right answer can be guessed; told at the last question that adds to it."""
    if len(questions) < enough:
        return
    places = [next(n for n, option in enumerate(question.options, 1) if option.correct) for question in questions]
    place, count = Counter(places).most_common(1)[0]
    if count > share * len(questions):
        last = max(n for n, one in enumerate(places) if one == place)
        what = f"answer {place} is right in {count} of {len(questions)} questions"
        yield Problem(questions[last].place, what, "move the right answers about")
    for lang in LANGUAGES:
        longest = [question for question in questions if _stands_out(question, lang)]
        if len(longest) > share * len(questions):
            what = f"in {len(longest)} of {len(questions)} questions the right answer is the longest in {lang}"
            yield Problem(longest[-1].place, what, "make wrong answers as long and as precise as right ones")


def _stands_out(question: Question, lang: str) -> bool:
    right, *wrong = sorted(question.options, key=lambda option: not option.correct)
    return all(len(right.text[lang]) > len(option.text[lang]) for option in wrong)
