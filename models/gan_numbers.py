"""A GAN small enough for paper: which numbers do the worked examples of the GAN page print?

    python models/gan_numbers.py      writes models/results/gan_numbers.json

Keys such as [goodfellow2014gan] stand in data/references.bib. All logarithms are natural.
"""

from math import exp, log

from kit.results import tidy, write

# --- two alternating gradient steps in one dimension

REAL = (1.0, 3.0)    # the data: two numbers, equally likely
NOISE = (-1.0, 1.0)  # z: two numbers, equally likely, so nothing has to be drawn at random
ETA = 0.5            # learning rate of both networks


def sigmoid(a):
    return 1 / (1 + exp(-a))


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def generate(theta):
    """Fake samples G(z) = θ + z; θ = 2 would reproduce the data exactly."""
    return [theta + z for z in NOISE]


def judge(x, w, b):
    """D(x) = σ(w·x + b): the probability that x is real."""
    return sigmoid(w * x + b)


def d_loss(w, b, theta):
    """L_D = −V(D, G) = −mean log D(x) − mean log(1 − D(G(z)))   [goodfellow2014gan, eq. 1]"""
    return -mean(log(judge(x, w, b)) for x in REAL) - mean(log(1 - judge(g, w, b)) for g in generate(theta))


def g_loss(w, b, theta):
    """L_G = −mean log D(G(z)), the non-saturating loss   [goodfellow2014gan, §3]"""
    return -mean(log(judge(g, w, b)) for g in generate(theta))


def d_gradient(w, b, theta):
    # d/da log σ(a) = 1 − σ(a) and d/da log(1 − σ(a)) = −σ(a), with a = w·x + b, hence
    # ∂L_D/∂w = mean (D(x) − 1)·x + mean D(g)·g      ∂L_D/∂b = mean (D(x) − 1) + mean D(g)
    fakes = generate(theta)
    grad_w = mean((judge(x, w, b) - 1) * x for x in REAL) + mean(judge(g, w, b) * g for g in fakes)
    grad_b = mean(judge(x, w, b) - 1 for x in REAL) + mean(judge(g, w, b) for g in fakes)
    return grad_w, grad_b


def g_gradient(w, b, theta):
    # ∂L_G/∂θ = −mean (1 − D(g))·w: the gradient reaches θ only through D
    return -mean((1 - judge(g, w, b)) * w for g in generate(theta))


def step(w, b, theta, eta=ETA):
    """One round of Algorithm 1 with k = 1: first D, then G against the new D. Returns every intermediate number."""
    fakes = generate(theta)
    grad_w, grad_b = d_gradient(w, b, theta)
    new_w, new_b = w - eta * grad_w, b - eta * grad_b
    grad_theta = g_gradient(new_w, new_b, theta)
    return {
        "grad_w_real": mean((judge(x, w, b) - 1) * x for x in REAL),  # the two halves of grad_w, for the page
        "grad_w_fake": mean(judge(g, w, b) * g for g in fakes),
        "fake_1": fakes[0], "fake_2": fakes[1],
        "d_real_1": judge(REAL[0], w, b), "d_real_2": judge(REAL[1], w, b),
        "d_fake_1": judge(fakes[0], w, b), "d_fake_2": judge(fakes[1], w, b),
        "d_loss": d_loss(w, b, theta), "grad_w": grad_w, "grad_b": grad_b, "w": new_w, "b": new_b,
        "d_fake_1_new": judge(fakes[0], new_w, new_b), "d_fake_2_new": judge(fakes[1], new_w, new_b),
        "g_loss": g_loss(new_w, new_b, theta), "grad_theta": grad_theta, "theta": theta - eta * grad_theta,
    }


def run(steps, eta=ETA):
    """The steps from w = b = θ = 0."""
    history, w, b, theta = [], 0.0, 0.0, 0.0
    for _ in range(steps):
        history.append(step(w, b, theta, eta))
        w, b, theta = (history[-1][name] for name in ("w", "b", "theta"))
    return history


def long_run():
    """Where θ goes: it overshoots 2, swings back and settles. With twice the learning rate it never does."""
    calm, hasty = run(300), run(300, 2 * ETA)
    peak = max(range(300), key=lambda k: calm[k]["theta"])
    result = {f"theta_{n}": calm[n - 1]["theta"] for n in (10, 20, 40, 60, 80, 100, 200)}
    result |= {"peak_step": peak + 1, "peak_theta": calm[peak]["theta"], "d_loss_200": calm[199]["d_loss"]}
    result |= {"hasty_299": hasty[298]["theta"], "hasty_300": hasty[299]["theta"]}
    return result


# --- how strongly each loss pulls the generator, by what D thinks of its sample

def pull(d):
    # With a = w·g + b:  |d/da log(1 − σ(a))| = σ(a)  and  |d/da (−log σ(a))| = 1 − σ(a)
    return {"d": d, "minimax": d, "nonsaturating": 1 - d}


# --- the best discriminator on three values a, b, c

P_DATA = (1 / 2, 1 / 4, 1 / 4)
P_GEN = (1 / 4, 3 / 4, 0.0)  # makes b too often and never c


def plog(p, q):
    """p·log q, with 0·log 0 = 0."""
    return p * log(q) if p else 0.0


def best_d(p_data, p_gen):
    """D*(x) = p_data(x) / (p_data(x) + p_g(x))   [goodfellow2014gan, prop. 1]"""
    return [p / (p + q) if p + q else 0.5 for p, q in zip(p_data, p_gen)]


def kl(p, q):
    """KL(p ‖ q) = Σ p·log(p/q)"""
    return sum(plog(pi, pi / qi) for pi, qi in zip(p, q) if pi)


def three_values():
    d = best_d(P_DATA, P_GEN)
    real = [plog(p, di) for p, di in zip(P_DATA, d)]
    fake = [plog(q, 1 - di) for q, di in zip(P_GEN, d)]
    middle = [(p + q) / 2 for p, q in zip(P_DATA, P_GEN)]
    kl_data, kl_gen = kl(P_DATA, middle), kl(P_GEN, middle)
    result = {"v": sum(real) + sum(fake), "log4": log(4), "log2": log(2)}
    result |= {"kl_data": kl_data, "kl_gen": kl_gen, "jsd": (kl_data + kl_gen) / 2}  # JSD from its definition
    result["jsd_from_v"] = (result["v"] + log(4)) / 2  # V(D*, G) = −log 4 + 2·JSD   [goodfellow2014gan, thm. 1]
    for x, *numbers in zip("abc", P_DATA, P_GEN, d, real, fake, middle):
        result |= dict(zip((f"data_{x}", f"gen_{x}", f"d_{x}", f"real_{x}", f"fake_{x}", f"m_{x}"), numbers))
    return result


# --- mode collapse: against a frozen D it pays to make one value only

def expected_g_loss(p_gen, d):
    """−Σ p_g(x)·log D(x)"""
    return -sum(plog(q, di) for q, di in zip(p_gen, d)) + 0.0


def frozen():
    collapsed, old_d = (0.0, 0.0, 1.0), best_d(P_DATA, P_GEN)
    answer_copy, answer_collapsed = best_d(P_DATA, P_DATA), best_d(P_DATA, collapsed)
    return {
        "copy_old_d": expected_g_loss(P_DATA, old_d), "collapsed_old_d": expected_g_loss(collapsed, old_d),
        "copy_new_d": expected_g_loss(P_DATA, answer_copy), "collapsed_new_d": expected_g_loss(collapsed, answer_collapsed),
        "answer_a": answer_collapsed[0], "answer_b": answer_collapsed[1], "answer_c": answer_collapsed[2],
    }


def compute():
    """Every number the page prints."""
    first, second = run(2)
    numbers = {
        "step1": first, "step2": second, "long_run": long_run(), "three_values": three_values(), "frozen": frozen(),
        "pull": {"half": pull(0.5), "tenth": pull(0.1), "hundredth": pull(0.01)},
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
