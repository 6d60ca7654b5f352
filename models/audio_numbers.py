"""Listening tests as arithmetic: what do their percentages say once guessing is taken into account?

    python models/audio_numbers.py      writes models/results/audio_numbers.json

Keys such as [lavan2025voice] stand in data/references.bib.
"""

from kit.results import tidy, write

HUMAN = 0.62  # human voices judged human   [lavan2025voice]
CLONE = 0.58  # clones judged human         [lavan2025voice]
SCRATCH = 0.41  # voices cloned from nobody judged human   [lavan2025voice]
TRACKS = 3  # pieces of music in the survey, each to be called right   [aibase2025deezer]
FAILED = 0.97  # people who did not call all of them right   [hypebot2025deezer]


def accuracy(human, machine):
    """Share of right answers when human and machine voices are equally frequent; guessing gives one half."""
    return (human + (1 - machine)) / 2


def compute():
    """Every number the page prints."""
    guess = 0.5**TRACKS
    return tidy({
        "voices": {"clone": accuracy(HUMAN, CLONE), "scratch": accuracy(HUMAN, SCRATCH)},
        "survey": {"passed": 1 - FAILED, "guess": guess, "guess_failed": 1 - guess, "one_in": 2**TRACKS},
    })


if __name__ == "__main__":
    write(__file__, compute())
