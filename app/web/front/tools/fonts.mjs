// Role: which font files the pages get, from the npm font packages, and their @font-face rules.
import path from "node:path";

// As in the packages' own style sheets: the ranges of the two subsets that English, German and most of Europe need.
const ranges = {
  latin:
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122," +
    "U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
  "latin-ext":
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF," +
    "U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
};
const faces = [
  { family: "Inter", package: "inter", weight: 400, style: "normal" },
  { family: "Inter", package: "inter", weight: 400, style: "italic" },
  { family: "Inter", package: "inter", weight: 600, style: "normal" },
  { family: "JetBrains Mono", package: "jetbrains-mono", weight: 400, style: "normal" },
  { family: "JetBrains Mono", package: "jetbrains-mono", weight: 600, style: "normal" },
];

export function fontFaces(modules) {
  const files = [];
  const rules = [];
  for (const face of faces) {
    for (const [subset, range] of Object.entries(ranges)) {
      const name = `${face.package}-${subset}-${face.weight}-${face.style}.woff2`;
      files.push({ name, from: path.join(modules, "@fontsource", face.package, "files", name) });
      rules.push(
        `@font-face {\n  font-family: "${face.family}";\n  font-style: ${face.style};\n  font-weight: ${face.weight};\n` +
          `  font-display: block;\n  src: url("fonts/${name}") format("woff2");\n  unicode-range: ${range};\n}\n`,
      );
    }
  }
  return { css: rules.join(""), files };
}
