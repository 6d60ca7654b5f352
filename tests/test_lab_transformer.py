"""The labs' Transformer: the same scores and the same looks back as Python's, to the last bit, with heads silenced too?"""

import numpy as np
import pytest
import story_model
import transformer
import twins
from kit import weights
from twins import described

PARAMS = weights.load("stories_small")[0]


@pytest.mark.parametrize("off", [[], [[0, 2]], [[1, 0], [1, 3], [0, 1]]], ids=str)
def test_reading_is_forward_word_by_word(off):
    texts = [list(text[:14]) for lang in ("zh", "en") for text in story_model.encoded("held_out", lang)[:2]]
    found = twins.computed("transformer", "reading", {"lab": described("stories_small"), "texts": texts, "off": off})
    scores, kept = transformer.forward(PARAMS, np.array(texts), off=[tuple(pair) for pair in off])
    for t, one in enumerate(found):
        assert np.array_equal(np.reshape(one["scores"], (len(texts), -1)), scores[:, t])
        for n, block in enumerate(kept["blocks"]):
            looks = np.array(one["looks"][n]).swapaxes(0, 1)
            assert np.array_equal(looks, block["weights"][:, :, t, : t + 1])
    if off:
        assert not np.allclose(scores, transformer.forward(PARAMS, np.array(texts))[0])
