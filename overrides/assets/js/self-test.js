// A self-test counts the first answer to each question and names the pages of those that were wrong.

/** Of [{right, page}], one for each question answered so far: how many are right, and the pages to read, each once. */
export function judged(answers) {
  const wrong = answers.filter((one) => !one.right);
  return { right: answers.length - wrong.length, of: answers.length, read: [...new Set(wrong.map((one) => one.page))] };
}

/** Make every `[data-self-test]` of the document count. */
export function start(root) {
  for (const test of root.querySelectorAll("[data-self-test]")) {
    const result = test.querySelector("[role=status]");
    const first = new Map();
    const show = () => {
      const { right, of, read } = judged([...first.values()]);
      const score = document.createElement("p");
      score.textContent = result.dataset.score.replace("{right}", right).replace("{of}", of);
      const list = document.createElement("ul");
      for (const page of read) {
        const entry = document.createElement("li");
        entry.append(test.querySelector(`[data-page="${page}"] a[href]`).cloneNode(true));
        list.append(entry);
      }
      const said = document.createElement("p");
      said.textContent = read.length ? result.dataset.read : result.dataset.all;
      result.replaceChildren(score, said, list);
      result.hidden = false;
    };
    for (const question of test.querySelectorAll("[data-page]")) {
      for (const option of question.querySelectorAll("details")) {
        option.addEventListener("toggle", () => {
          if (!option.open || first.has(question)) return;
          first.set(question, { right: option.classList.contains("atlas-option--right"), page: question.dataset.page });
          show();
        });
      }
    }
  }
}
