// Files that a lab needs: fetched when the reader starts it, and checked before anybody computes with them.

import { matrix } from "./nn.mjs";
import { fnv1a } from "./rng.mjs";

/** A file did not come, or is not the one that was meant: `file` names it. */
export class FileError extends Error {
  constructor(file, why) {
    super(`${file}: ${why}`);
    this.file = file;
  }
}

async function bytes(name) {
  const file = new URL(`../data/${name}`, import.meta.url);
  file.search = new URL(import.meta.url).search; // the mark of the content, so that code and data belong together
  let answer;
  try {
    answer = await fetch(file);
  } catch {
    throw new FileError(name, "no answer");
  }
  if (!answer.ok) throw new FileError(name, `status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The text of data/<name>. Raises FileError. */
export const text = async (name) => new TextDecoder().decode(await bytes(name));

/**
 * The model data/<name>.bin, {tensor: matrix}, described by <name>.json with the names and shapes of its tensors and the
 * FNV-1a hash of its bytes. A tensor is its numbers as float32; or, if it has "scales", one float32 for each of its rows
 * or columns, then whole numbers from −127 to 127 that they multiply. Raises FileError.
 */
export async function weights(name) {
  const [described, data] = await Promise.all([text(`${name}.json`), bytes(`${name}.bin`)]);
  return decoded(name, described, data);
}

/** The same from what was read. */
export function decoded(name, described, data) {
  let head, length;
  try {
    head = JSON.parse(described);
    length = head.tensors.reduce((sum, { shape, scales }) => {
      const count = shape.reduce((one, other) => one * other, 1);
      return sum + (scales ? 4 * shape[scales === "rows" ? 0 : 1] + count : 4 * count);
    }, 0);
  } catch {
    throw new FileError(`${name}.json`, "describes no model");
  }
  if (data.length !== head.bytes || data.length !== length || fnv1a(data) !== head.fnv1a) {
    throw new FileError(`${name}.bin`, "is not what its description says");
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let start = 0;
  const float = () => view.getFloat32((start += 4) - 4, true);
  return Object.fromEntries(head.tensors.map(({ name: key, shape, scales }) => {
    const [rows, cols] = shape.length > 1 ? [shape.slice(0, -1).reduce((one, other) => one * other, 1), shape.at(-1)] : [1, shape[0]];
    const tensor = matrix(rows, cols);
    if (scales) {
      const by = Float64Array.from({ length: scales === "rows" ? rows : cols }, float);
      for (let n = 0; n < tensor.data.length; n++) {
        tensor.data[n] = view.getInt8(start++) * by[scales === "rows" ? Math.floor(n / cols) : n % cols];
      }
    } else for (let n = 0; n < tensor.data.length; n++) tensor.data[n] = float();
    return [key, tensor];
  }));
}
