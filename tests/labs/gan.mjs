// What the GAN lab computes, for tests/test_lab_gan.py to compare with Python.

import { address, answer, drained, module, print, printed, thrown } from "./common.mjs";

const { engine } = await module("kit/engine.mjs");
const { digest, matrix } = await module("kit/nn.mjs");
const { Counter } = await module("kit/rng.mjs");
const gan = await module("models/gan.mjs");
const points = await module("models/points.mjs");
const core = await module("gan/core.mjs");

const named = (side, params) => Object.entries(params).map(([key, value]) => [`${side}_${key}`, value]);
const both = ({ g, d }) => digest(Object.fromEntries([...named("g", g), ...named("d", d)]));
const seen = ({ points: made, field, share, ...numbers }) => ({ ...numbers, points: print(made), field: print(field), share });

const TASKS = {
  points: ({ n }) => ["ring", "moons"].map((name) => {
    const data = points[name]();
    const x = data.sample(new Counter(7), n);
    const far = matrix(n, 2, new Counter(8).normal(2 * n).map((value) => 2 * value));
    return { centres: print(data.centres.data), x: print(x.data), near: points.quality(x, data), far: points.quality(far, data) };
  }),

  losses({ real, fake }) {
    const [d, g] = [gan.dLoss(Float64Array.from(real), Float64Array.from(fake)), gan.gLoss(Float64Array.from(fake))];
    return [d[0], print(d[1]), print(d[2]), g[0], print(g[1])];
  },

  gradients({ seed, n }) {
    const { g, d } = gan.create({ ...gan.CONFIG, seed });
    const [real, z] = [5, 6].map((of) => matrix(n, 2, new Counter(of).normal(2 * n)));
    const [[lossD, ofD], [lossG, ofG]] = [gan.dGradients(d, real, gan.generate(g, z)), gan.gGradients(g, d, z)];
    return { lossD, lossG, d: printed(ofD), g: printed(ofG) };
  },

  digests: ({ settings, steps }) => settings.map((setting) => {
    const { trainer } = new core.Duel(setting);
    for (let step = 0; step < steps; step++) trainer.step();
    return both(trainer);
  }),

  run({ setting }) {
    const { stages, losses } = drained(new core.Duel(setting).run());
    return { stages: stages.map(seen), losses };
  },

  async engine({ setting }) {
    const hired = await engine(address("gan/core.mjs"), {});
    const told = [];
    const { stages } = await hired.run("duel", [setting], (progress) => told.push(progress));
    const stopped = await thrown(() => hired.run("duel", [{ ...setting, steps: 6000 }], () => hired.stop()));
    const again = await hired.run("duel", [setting]);
    return { told: told.length, last: seen(stages.at(-1)), stopped, again: seen(again.stages.at(-1)) };
  },

  shown: ({ targets }) => targets.map((target) => print(core.shown(target))),
};

await answer(TASKS);
