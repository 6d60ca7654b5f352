"""Pictures for the autoencoder and VAE pages: what does each model make of the same digits?

    python models/digits_figures.py      writes docs/principles/{autoencoder,vae}-*.{zh,en}.svg
"""

import autoencoder
import numpy as np
import vae
from digits import pictures, test
from kit import weights
from kit.plot import Axis, Pictures, Plot
from kit.rng import Counter

FOLDER = "docs/principles"
BETAS = {"beta_0": "0", "beta_0_3": "0.3", "beta_1": "1", "beta_4": "4"}


def words(zh, en):
    return {"zh": zh, "en": en}


def one_of_each():
    """The first test picture of each digit, 0 to 9."""
    x, labels = test()
    return x[[int(np.flatnonzero(labels == digit)[0]) for digit in range(10)]]


def squeezed():
    """Ten digits, and what is left of them after 16, 8, 4, 2 and 1 numbers."""
    x = one_of_each()
    rows = [(words("原图：64 个数", "original: 64 numbers"), pictures(x))]
    for code in (16, 8, 4, 2, 1):
        params, _ = weights.load(f"autoencoder_{code}")
        seen = autoencoder.decode(params, autoencoder.encode(params, x))
        rows.append((words(f"由 {code} 个数重建", f"rebuilt from {code} number{'s' * (code > 1)}"), pictures(seen)))
    title = words("十个数字经不同长度的编码压缩后重建", "Ten digits rebuilt from codes of different lengths")
    Pictures(rows, title=title, scale=3.7).write(f"{FOLDER}/autoencoder-digits")


def scatter():
    """Where the autoencoder with two numbers puts test pictures of 0 to 4; ten kinds of marks would be too many."""
    x, labels = test()
    params, _ = weights.load("autoencoder_2")
    codes = autoencoder.encode(params, x)
    shown = (0, 1, 2, 3, 4)
    low, high = np.floor(codes.min(axis=0)), np.ceil(codes.max(axis=0))
    plot = Plot(
        x=Axis(low[0], high[0], words("编码的第一个数", "first number of the code")),
        y=Axis(low[1], high[1], words("编码的第二个数", "second number of the code")),
        title=words("测试图像在二维编码平面上的位置", "Where test pictures lie on the plane of two-number codes"),
        height=300,
    )
    for series, digit in enumerate(shown):
        place = codes[labels == digit]
        plot.dots(place[:, 0], place[:, 1], series, words(f"数字 {digit}", f"digit {digit}"))
    plot.write(f"{FOLDER}/autoencoder-map")


def latent_map():
    """Pictures decoded at 8 × 8 points of the latent plane, from −2.1 to 2.1 each way (β = 0.3)."""
    params, _ = weights.load("vae_beta_0_3")
    steps = np.linspace(-2.1, 2.1, 8)
    rows = [("", pictures(vae.decode(params, np.array([(z1, z2) for z1 in steps])))) for z2 in steps[::-1]]
    title = words("由潜在平面上的网格点解码出的图像", "Pictures decoded on a grid of the latent plane")
    Pictures(rows, title=title, scale=4.5).write(f"{FOLDER}/vae-map")


def samples():
    """Ten draws z from N(0, 1), the same for each β."""
    z = Counter(7).normal((10, vae.LATENT))
    rows = []
    for name, beta in BETAS.items():
        params, _ = weights.load(f"vae_{name}")
        rows.append((f"β = {beta}", pictures(vae.decode(params, z))))
    title = words("同样十个随机点，用四个 β 训练的解码器", "The same ten random points, decoders trained with four values of β")
    Pictures(rows, title=title, scale=3.7).write(f"{FOLDER}/vae-beta")


if __name__ == "__main__":
    squeezed()
    scatter()
    latent_map()
    samples()
