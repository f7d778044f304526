// Role: resources/theme/tokens.json as CSS variables (tokens.css) and as theme.json for the Qt palette. Pure functions.

const hex = /^#[0-9A-F]{6}$/;

/** Every fault of a token file, all at once: a theme that lacks a name, a colour that is none. */
export function faults(tokens) {
  const found = [];
  const themes = Object.entries(tokens.themes);
  const names = new Set(themes.flatMap(([, colours]) => Object.keys(colours)));
  for (const [theme, colours] of themes) {
    for (const name of names) {
      if (!(name in colours)) found.push(`${theme} has no ${name}`);
      else if (!hex.test(colours[name])) found.push(`${theme}.${name}: ${colours[name]} is not #RRGGBB`);
    }
  }
  return found;
}

const block = (selector, lines) => `${selector} {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
const fontList = (names) => names.map((name) => (name.includes(" ") ? `"${name}"` : name)).join(", ");

export function toCss(tokens) {
  const shared = [
    ...Object.entries(tokens.size).map(([name, px]) => `--${name}: ${px}px;`),
    ...Object.entries(tokens.ratio).map(([name, value]) => `--${name}: ${value};`),
    ...Object.entries(tokens.font).map(([name, names]) => `--font-${name}: ${fontList(names)};`),
    ...Object.entries(tokens.motion).map(([name, ms]) => `--motion-${name}: ${ms}ms;`),
  ];
  const still = Object.keys(tokens.motion).map((name) => `--motion-${name}: 0ms;`);
  const themes = Object.entries(tokens.themes).map(([theme, colours]) => {
    const lines = Object.entries(colours).map(([name, value]) => `--${name}: ${value};`);
    lines.unshift(`color-scheme: ${theme === "light" ? "light" : "dark"};`);
    return block(theme === "light" ? `:root, [data-theme="light"]` : `[data-theme="${theme}"]`, lines);
  });
  return [
    block(":root", shared),
    ...themes,
    `@media print {\n${block(":root, [data-theme]", Object.entries(tokens.themes.light).map(([name, value]) => `--${name}: ${value};`))}}\n`,
    block(`[data-motion="none"]`, still),
    `@media (prefers-reduced-motion: reduce) {\n${block(":root", still)}}\n`,
  ].join("");
}

export function toThemeJson(tokens) {
  const { themes, size, ratio, font, motion } = tokens;
  return JSON.stringify({ themes, size, ratio, font, motion }, null, 1) + "\n";
}

/** WCAG 2 contrast of two #RRGGBB colours. */
export function contrast(a, b) {
  const luminance = (colour) => {
    const [r, g, bl] = [1, 3, 5].map((at) => {
      const c = parseInt(colour.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Pairs of tokens.pairs that are too weak: [{theme, pair, ratio, want}]. */
export function weakPairs(tokens) {
  const weak = [];
  for (const [kind, want] of [["text", 4.5], ["mark", 3]]) {
    for (const [theme, colours] of Object.entries(tokens.themes)) {
      for (const [front, backs] of tokens.pairs[kind]) {
        for (const back of backs) {
          const ratio = contrast(colours[front], colours[back]);
          if (ratio < want) weak.push({ theme, pair: `${front} on ${back}`, ratio, want });
        }
      }
    }
  }
  return weak;
}
