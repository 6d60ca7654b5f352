// How many tokens do three tokenizers of OpenAI make of the same sentences? Run by hand, not by `make models`:
//
//     npm install --no-save gpt-tokenizer@4.0.0 && node models/count_tokens.mjs
//
// It reads the sentences from models/data/tokenizer_counts.json and writes the pieces back into that file.

import { readFileSync, writeFileSync } from "node:fs";
import r50k from "gpt-tokenizer/encoding/r50k_base";
import cl100k from "gpt-tokenizer/encoding/cl100k_base";
import o200k from "gpt-tokenizer/encoding/o200k_base";
import ranksR50k from "gpt-tokenizer/bpeRanks/r50k_base";
import ranksCl100k from "gpt-tokenizer/bpeRanks/cl100k_base";
import ranksO200k from "gpt-tokenizer/bpeRanks/o200k_base";

const FILE = new URL("data/tokenizer_counts.json", import.meta.url);
const TOKENIZERS = {
  r50k_base: [r50k, ranksR50k], cl100k_base: [cl100k, ranksCl100k], o200k_base: [o200k, ranksO200k],
};
const strict = new TextDecoder("utf-8", { fatal: true });

// A token as readers see it; bytes that are only part of a character stand in hexadecimal between ‹ and ›.
function shown(entry) {
  const bytes = typeof entry === "string" ? new TextEncoder().encode(entry) : Uint8Array.from(entry);
  try {
    return strict.decode(bytes);
  } catch {
    return `‹${Buffer.from(bytes).toString("hex")}›`;
  }
}

const data = JSON.parse(readFileSync(FILE, "utf8"));
for (const sentence of data.sentences) {
  for (const lang of ["zh", "en"]) {
    for (const [name, [tokenizer, ranks]] of Object.entries(TOKENIZERS)) {
      sentence[lang][name] = tokenizer.encode(sentence[lang].text).map((token) => shown(ranks[token]));
    }
  }
}
writeFileSync(FILE, JSON.stringify(data, null, 1) + "\n");
