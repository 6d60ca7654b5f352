// What the modules of the labs compute, for tests/test_labs.py to compare with Python.

import { readFileSync } from "node:fs";
import { address, answer, drained, module, print, printed, thrown } from "./common.mjs";

const { Counter } = await module("kit/rng.mjs");
const math = await module("kit/detmath.mjs");
const nn = await module("kit/nn.mjs");
const { drive, Stopped } = await module("kit/drive.mjs");
const { engine } = await module("kit/engine.mjs");
const files = await module("kit/files.mjs");
const diffusion = await module("models/diffusion.mjs");
const digits = await module("models/digits.mjs");
const judge = await module("models/judge.mjs");
const core = await module("pipeline/core.mjs");

const floats = (path) => new Float64Array(new Uint8Array(readFileSync(path)).buffer);
const random = (name, rows, cols) => nn.matrix(rows, cols, new Counter(9).split(name).normal(rows * cols));

/** What a lab reads: the digits, and the judge from its description and its bytes. */
const read = ({ text, described, data }) => ({
  text: readFileSync(text, "utf-8"), judge: files.decoded("judge", described, readFileSync(data)),
});

const TASKS = {
  generator: ({ seeds, names, count, sizes, weights }) => seeds.map((seed) => ({
    uniform: print(new Counter(seed).uniform(count)),
    normal: print(new Counter(seed).normal(count / 10)),
    splits: names.map((name) => print(new Counter(seed).split(name).split(name).uniform(100))),
    integers: (() => { const rng = new Counter(seed); return sizes.map((size) => rng.integer(size)); })(),
    permutation: print(new Counter(seed).permutation(1797)),
    choices: (() => { const rng = new Counter(seed); return Array.from({ length: 1000 }, () => rng.choice(weights)); })(),
    boundary: (() => { const u = new Counter(seed).next(); return new Counter(seed).choice([u, 1 - u]); })(),
    wrapped: print(Object.assign(new Counter(seed), { used: 2 ** 32 - 5 }).uniform(10)),
  })),

  mathematics({ path, widths }) {
    const values = floats(path);
    const names = ["exp", "log", "tanh", "sigmoid", "softplus", "gelu"];
    const found = Object.fromEntries(names.map((name) => [name, print(values.map((value) => math[name](value)))]));
    for (const width of widths) {
      const x = nn.matrix(values.length / width, width, values);
      found[`softmax${width}`] = print(Array.from({ length: x.rows }, (_, i) => [...math.softmax(nn.rowOf(x, i))]).flat());
    }
    return found;
  },

  layers({ sizes, stack, rows, steps }) {
    const products = sizes.map(([n, inner, m]) => {
      const [a, b] = [random("左", n, inner), random("右", inner, m)];
      const [left, right] = [random("left", inner, n), random("right", m, inner)];
      const three = { plain: nn.matmul(a, b), left: nn.matmulLeft(left, b), right: nn.matmulRight(a, right) };
      return printed({ ...three, totals: nn.totals(a) });
    });
    const [params, x] = [nn.init(new Counter(5).split("重量"), stack, "net."), random("x", rows, stack[0])];
    const first = printed(params);
    const [out, kept] = nn.forward(params, x, "net.");
    const [dx, grads] = nn.backward(params, kept, random("dy", rows, stack.at(-1)), "net.");
    const adam = new nn.Adam(params, 0.01);
    for (let step = 0; step < steps; step++) {
      const [now, inputs] = nn.forward(params, x, "net.");
      adam.step(params, nn.backward(params, inputs, now, "net.", { inputs: false })[1], step % 2 ? 0.02 : undefined);
    }
    return {
      products, first, out: print(out.data), dx: print(dx.data), grads: printed(grads), mean: nn.mean(out.data),
      params: nn.digest(params), rounded: nn.digest(nn.rounded(params)),
    };
  },

  labelled({ cfg, n, steps, w }) {
    const x = random("rows", n, cfg.size);
    const draw = (rng, count) => {
      const rows = Array.from({ length: count }, () => rng.integer(n));
      return { x: nn.picked(x, rows), labels: rows.map((row) => row % cfg.classes) };
    };
    const trainer = new diffusion.Trainer(draw, cfg);
    const losses = [...trainer.run()].map(({ loss }) => loss);
    const labels = Array.from({ length: n }, (_, row) => row % cfg.classes);
    const drawn = w.map((push) => print(drained(diffusion.generate(trainer.params, cfg, x, labels, steps, push)).data));
    const [bars, ladder] = [diffusion.bars(cfg.levels), diffusion.ladder(cfg.levels, steps)];
    return { losses, digest: nn.digest(trainer.params), drawn, bars, ladder };
  },

  parts({ weights, n, votes, likes }, lab) {
    const world = core.load(lab);
    const { x, labels } = core.chosen(world, weights)(new Counter(3), n);
    const edges = core.chosen(world, new Array(10).fill(1))({ uniform: () => Float64Array.of(0, 0.25, 0.5, 0.75) }, 4);
    const some = nn.picked(world.pictures, Array.from({ length: votes }, (_, row) => row));
    const liked = core.votesFor(likes, judge.verdicts(world.judge, some));
    const model = core.rewardModel(some, liked);
    return {
      judge: nn.digest(world.judge), pictures: print(world.pictures.data), labels: print(world.labels),
      drawn: print(x.data), drawnLabels: labels, edges: print(edges.x.data),
      features: print(judge.features(world.judge, world.pictures).data),
      liked, reward: printed(model), chances: print(core.reward(model, world.pictures)),
    };
  },

  training({ seed, first, likes, rounds }, lab) {
    const world = core.load(lab);
    const every = new Array(10).fill(1);
    const trainer = new diffusion.Trainer(core.chosen(world, every), { ...core.MODEL, seed });
    const losses = Array.from({ length: first }, () => trainer.step());
    const found = { losses, digest: { [`steps${first}`]: nn.digest(trainer.params) } };
    found.digest[`steps${core.MODEL.steps}`] = nn.digest(drained(trainer.run()));
    for (const [name, share, heard, count] of rounds) {
      const run = new core.Pipeline(world, { seed });
      drained(run.train());
      for (let k = 1; k <= count; k++) {
        drained(run.learn(core.votesFor(likes, drained(run.ask()).verdicts), share, heard));
        if (name === "alone") found.digest[`round${k}`] = nn.digest(run.params);
      }
      found[name] = run.history;
    }
    return found;
  },

  async mix({ mix, seed }, lab) {
    const hired = await engine(address("pipeline/core.mjs"), lab);
    const told = [];
    const { share, effective, variety, inside } = await hired.run("train", [{ mix, seed }], (progress) => told.push(progress));
    const asked = await hired.run("ask");
    const stopped = await thrown(() => hired.run("train", [{ mix, seed }], () => hired.stop()));
    return { share, effective, variety, inside, told: told.length, last: told.at(-1), asked: asked.verdicts.length, stopped };
  },

  small: ({ described, data }) => printed(files.decoded("tiny", described, readFileSync(data))),

  async faults({ path }, lab) {
    const { text, described } = lab;
    const data = readFileSync(path);
    const flipped = Uint8Array.from(data);
    flipped[1000] ^= 1;
    const decoded = (head, content) => thrown(() => files.decoded("judge", head, content));
    const answers = (answer, act) => { globalThis.fetch = async () => answer(); return thrown(act); };
    const choice = (...weights) => thrown(() => new Counter(1).choice(weights));
    const product = (name, rows, cols) => thrown(() => nn[name](nn.matrix(2, 3), nn.matrix(rows, cols)));
    const ruined = [text.slice(0, -70), text.replace("0", "x"), text.slice(0, 67), "", text.replaceAll("\n", "\r\n")];
    return {
      whole: await decoded(described, data), cut: await decoded(described, data.subarray(0, -4)),
      flipped: await decoded(described, flipped), unread: await decoded("<html>", data),
      missing: await answers(() => ({ ok: false, status: 404 }), () => files.text("digits.txt")),
      silent: await answers(() => { throw new TypeError("network"); }, () => files.text("digits.txt")),
      digits: await Promise.all([text, ...ruined].map((other) => thrown(() => digits.train(other)))),
      choices: await Promise.all([choice(0, 1), choice(0, 0), choice(1, -1, 3), choice(), choice(1, NaN)]),
      products: await Promise.all(
        [product("matmul", 3, 1), product("matmul", 2, 3), product("matmulLeft", 3, 2), product("matmulRight", 3, 2)],
      ),
    };
  },

  async driving() {
    function* counting(to, seen) {
      for (let n = 1; n <= to; n++) {
        seen.push(n);
        yield n;
      }
      return "end";
    }
    setTimeout(() => process.exit(1), 30_000).unref(); // what neither stops nor goes on
    const control = () => ({ paused: false, stopped: false });
    const found = {};
    for (const chunk of [0, 1e9]) {
      const told = [];
      found[`ran${chunk}`] = [await drive(() => counting(5, []), control(), chunk, (n) => told.push(n)), told];
    }
    const steps = [];
    const plain = drive(() => steps.push("begun") && "no generator", control(), 0, () => {}).then((result) => steps.push(result));
    steps.push("pressed");
    await plain;
    found.plain = steps;

    const [stop, before] = [control(), []];
    const halt = (n) => { stop.stopped = n === 3; };
    const error = await drive(() => counting(Infinity, before), stop, 0, halt).catch((one) => one);
    found.stopped = [error instanceof Stopped, before.length];

    const [pause, seen] = [control(), []];
    const held = new Promise((resolve) => {
      setTimeout(() => {
        pause.paused = false;
        resolve(seen.length);
      }, 200);
    });
    const waits = drive(() => counting(10, seen), pause, 0, (n) => { pause.paused ||= n === 3; });
    found.paused = [await held, await waits, seen.length];

    const both = control();
    const end = () => {
      both.paused = true;
      setTimeout(() => { both.stopped = true; }, 20);
    };
    const never = await drive(() => counting(Infinity, []), both, 0, end).catch((one) => one);
    found.stoppedWhilePaused = never instanceof Stopped;
    return found;
  },
};

await answer(TASKS, ({ lab, ...rest }) => [rest, lab && { ...read(lab), described: lab.described }]);
