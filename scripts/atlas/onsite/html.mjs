// Which rules does the HTML of the built site keep? All that html-validate recommends, but for the ones named here.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // A style, not a defect: HTML means the same either way.
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "no-redundant-role": "off", // a table shown as cards says its roles: some browsers take them from how it is shown
    "no-inline-style": "off", // the size that mermaid gives a drawing stands in its style
    // HTML allows ids such as Material's __drawer; what stays wrong is an empty one or one with blanks.
    "valid-id": ["error", { relaxed: true }],
  },
};
