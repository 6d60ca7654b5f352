"""Let a simulated reader vote on stories and tune the Transformer to please: what is won, and what is lost?

    python models/train_preference.py      writes models/weights/preference.{bin,json} and tuned.{bin,json}
"""

from time import process_time

import numpy as np
import preference
import sampling
import story_model
import story_writing
from kit.nn import log, mean, sigmoid
from kit.rng import Counter
from kit.weights import load, rounded, save

SEED = 5
VOTES, TESTED = 300, 100                # votes that are learnt from; votes that only test the reward model
POOL, HEAT = 2000, 1.3                  # stories to choose the best of n from, and how freely they were written
NS = (1, 2, 4, 8, 16, 32, 64, 128)
BETAS = {"b01": 0.1, "b03": 0.3, "b1": 1.0}
DPO_STEPS, DPO_RATE, KEPT = 75, 5e-4, "b01"
HASTY = {"beta": 0.03, "rate": 1e-3}    # a looser leash and longer steps
JUDGED = 300                            # stories that each tuned model is judged by
ROUNDS, WRITTEN, CHOSEN, LOOP_STEPS, LOOP_RATE = 5, 192, 48, 30, 2e-3


def told(texts):
    return [story_model.decode(ids) for ids in texts]


def judged(params, reference, seed=SEED, count=JUDGED):
    """What a model writes, and how far it has strayed from the reference: KL = mean log p − log p_ref, nats a story."""
    texts, _ = sampling.write(params, Counter(seed).split("judged"), count)
    rewards = np.array([preference.pleasure(tokens) for tokens in told(texts)])
    facts = np.array([preference.facts(tokens) for tokens in told(texts)])
    own, theirs = (preference.log_probabilities(model, texts) for model in (params, reference))
    seen = story_writing.judged(texts)
    return {"reward": mean(rewards), "kl": mean(own - theirs), "nats": -mean(own), **{key: seen[key] for key in
            ("right", "chinese", "things", "words")}, "gift": float(np.mean(facts[:, 0])),
            "scenery": float(np.mean(facts[:, 1])), "feeling": float(np.mean(facts[:, 2]))}, rewards


def votes(params):
    """(chosen, rejected) pairs of the base model's stories: VOTES to learn from, TESTED to test with."""
    rng = Counter(SEED)
    texts, _ = sampling.write(params, rng.split("stories"), 2 * (VOTES + TESTED))
    rewards = np.array([preference.pleasure(tokens) for tokens in told(texts)])
    half = VOTES + TESTED
    first = preference.prefers_first(rewards[:half], rewards[half:], rng.split("votes"))
    pairs = [(a, b) if won else (b, a) for a, b, won in zip(texts[:half], texts[half:], first)]
    return pairs[:VOTES], pairs[VOTES:]


def features(pairs, look):
    return [np.array([look(tokens) for tokens in told([pair[side] for pair in pairs])]) for side in (0, 1)]


def reward_models(learnt, tested):
    """Two reward models from the same votes: one looks quickly, one closely. Weights, and how often each is right."""
    result, weights = {}, {}
    for name, look in (("quick", preference.quick_look), ("close", preference.close_look)):
        w = preference.reward_model(*features(learnt, look))
        chosen, rejected = (preference.reward(w, side) for side in features(tested, look))
        tie = (chosen == rejected) / 2  # a model that sees no difference guesses
        loss = -mean(log(sigmoid(chosen - rejected)))
        result[name] = {"weights": w.tolist(), "right": float(np.mean((chosen > rejected) + tie)), "loss": loss}
        weights[name] = w
    true = [np.array([preference.pleasure(tokens) for tokens in told([pair[side] for pair in tested])]) for side in (0, 1)]
    result["reader"] = {"right": float(np.mean((true[0] > true[1]) + (true[0] == true[1]) / 2))}
    return weights, result


def over_optimised(params, weights):
    """The best of n by each reward model: its own score and the reader's true pleasure, for growing n."""
    texts, _ = sampling.write(params, Counter(SEED).split("pool"), POOL, temperature=HEAT)
    stories = told(texts)
    true = np.array([preference.pleasure(tokens) for tokens in stories])
    mistakes = np.array([preference.facts(tokens)[3] for tokens in stories])
    words = np.array([float(len(tokens)) for tokens in stories])
    curves, examples = {"best": {f"n{n}": preference.best_of(true, true, n) for n in NS}}, {}
    for name, look in (("quick", preference.quick_look), ("close", preference.close_look)):
        scores = preference.reward(weights[name], np.array([look(tokens) for tokens in stories]))
        curves[name] = {f"n{n}": {"score": preference.best_of(scores, scores, n), "true": preference.best_of(scores, true, n),
                                  "mistaken": preference.best_of(scores, mistakes, n),
                                  "words": preference.best_of(scores, words, n)} for n in NS}
        top = stories[int(np.argmax(scores))]
        lang = story_writing.guess_language(top)
        examples[name] = {"lang": lang, "score": float(np.max(scores)), "true": preference.pleasure(top)}
        examples[name] |= story_writing.shown(story_model.encode(top), lang)
    return {"curves": curves, "top": examples, "pool": POOL, "temperature": HEAT}


def tuned_models(params, learnt):
    """DPO with leashes of several lengths; how often is a tuned model's story preferred to one of the base model?"""
    base, before = judged(params, params)
    result, kept = {"base": base | {"wins": 0.5}}, None
    plans = {name: {"beta": beta, "rate": DPO_RATE} for name, beta in BETAS.items()} | {"hasty": HASTY}
    for name, plan in plans.items():
        model = preference.dpo(params, learnt, steps=DPO_STEPS, rng=Counter(SEED).split("dpo"), **plan)
        model = rounded(model)
        found, after = judged(model, params)
        wins = sigmoid(after[:, None] - before[None, :])  # every new story against every old one
        result[name] = plan | found | {"wins": mean(wins)}
        kept = model if name == KEPT else kept
        print(name, result[name], flush=True)
    return kept, result


def loop(params, choose, original):
    """Rounds of writing, choosing and imitating. choose: let the reader pick the best, or take any."""
    rng, model, history = Counter(SEED).split("loop"), params, {}
    for number in range(ROUNDS + 1):
        texts, _ = sampling.write(model, rng.split(f"write {number}"), WRITTEN)
        rewards = np.array([preference.pleasure(tokens) for tokens in told(texts)])
        seen, own = story_writing.judged(texts), preference.log_probabilities(model, texts)
        gifts = float(np.mean([preference.facts(tokens)[0] for tokens in told(texts)]))
        history[f"round{number}"] = {
            "reward": mean(rewards), "nats": -mean(own), "gift": gifts,
            "loss": story_model.loss(model, story_model.encoded("held_out")[:100]),
            **{key: seen[key] for key in ("right", "chinese", "things", "distinct")},
        }
        print(choose, bool(original), number, history[f"round{number}"], flush=True)
        if number < ROUNDS:
            order = np.argsort(-rewards, kind="stable") if choose else np.arange(WRITTEN)
            best = [texts[i] for i in order[:CHOSEN]]
            model = preference.imitate(model, best, original, LOOP_STEPS, LOOP_RATE, rng.split(f"learn {number}"))
    return history


def main():
    begun = process_time()
    params, _ = load("transformer")
    learnt, tested = votes(params)
    weights, rewards = reward_models(learnt, tested)
    print(rewards, flush=True)
    optimised = over_optimised(params, weights)
    model, dpo = tuned_models(params, learnt)
    original = story_model.encoded("train")
    loops = {"alone": loop(params, True, ()), "mixed": loop(params, True, original), "unchosen": loop(params, False, ())}
    command = {"command": "python models/train_preference.py", "seed": SEED, "base": "transformer"}
    save("tuned", model, command | {"cfg": {"method": "dpo", "steps": DPO_STEPS, "rate": DPO_RATE, "beta": BETAS[KEPT]},
                                    "metrics": dpo[KEPT]})
    save("preference", {name: np.array(w) for name, w in weights.items()}, command | {
        "cfg": {"votes": VOTES, "tested": TESTED, "likes": preference.LIKES, "rounds": ROUNDS, "written": WRITTEN,
                "chosen": CHOSEN, "loop_steps": LOOP_STEPS, "judged": JUDGED, "dpo_steps": DPO_STEPS},
        "metrics": {"reward_models": rewards, "best_of": optimised, "dpo": dpo, "loop": loops},
    })
    print(f"{process_time() - begun:.0f} s")


if __name__ == "__main__":
    main()
