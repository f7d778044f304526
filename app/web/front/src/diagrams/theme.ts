// Role: mermaid's colours from our tokens. Theme "base" derives what is not named here; what lessons use is named.
import tokens from "../../../../../resources/theme/tokens.json";
import type { Theme } from "../shared/protocol.ts";

export const themes: readonly Theme[] = ["light", "dark", "contrast"];

export function mermaidConfig(theme: Theme) {
  const c = tokens.themes[theme];
  const line = theme === "contrast" ? c.line : c["line-strong"];
  const scale = Object.fromEntries(
    [c["accent-soft"], c["info-soft"], c["good-soft"], c["warn-soft"], c["bad-soft"], c.sunken].flatMap((fill, index) => [
      [`cScale${index}`, fill], [`cScaleLabel${index}`, c.ink], [`cScaleInv${index}`, line], [`pie${index + 1}`, fill], [`git${index}`, line],
    ]),
  );
  return {
    startOnLoad: false,
    securityLevel: "strict" as const,
    theme: "base" as const,
    htmlLabels: false,
    deterministicIds: true,
    handDrawnSeed: 1,
    fontFamily: "Inter, sans-serif",
    // A diagram's own directives may not change what keeps it plain.
    secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "theme", "themeCSS", "themeVariables", "fontFamily", "htmlLabels", "flowchart", "class", "look"],
    flowchart: { htmlLabels: false, useMaxWidth: false, curve: "basis" as const, padding: 12, nodeSpacing: 28, rankSpacing: 36 },
    class: { htmlLabels: false, useMaxWidth: false },
    state: { useMaxWidth: false, nodeSpacing: 36, rankSpacing: 36 },
    sequence: { useMaxWidth: false, mirrorActors: false, actorFontFamily: "Inter", messageFontFamily: "Inter", noteFontFamily: "Inter" },
    gantt: { useMaxWidth: false },
    themeVariables: {
      darkMode: theme !== "light",
      background: c.surface,
      fontFamily: "Inter, sans-serif",
      fontSize: "14px",
      primaryColor: c["accent-soft"], primaryTextColor: c.ink, primaryBorderColor: c.accent,
      secondaryColor: c.sunken, secondaryTextColor: c.ink, secondaryBorderColor: line,
      tertiaryColor: c.bg, tertiaryTextColor: c.ink, tertiaryBorderColor: line,
      mainBkg: c["accent-soft"], nodeBorder: c.accent, nodeTextColor: c.ink,
      lineColor: c.muted, textColor: c.ink, titleColor: c.ink, arrowheadColor: c.muted,
      edgeLabelBackground: c.surface, labelBackground: c.surface,
      clusterBkg: c.bg, clusterBorder: line,
      noteBkgColor: c["warn-soft"], noteTextColor: c.ink, noteBorderColor: c.warn,
      actorBkg: c["accent-soft"], actorBorder: c.accent, actorTextColor: c.ink, actorLineColor: line,
      signalColor: c.muted, signalTextColor: c.ink, labelBoxBkgColor: c.sunken, labelBoxBorderColor: line, labelTextColor: c.ink,
      loopTextColor: c.ink, activationBkgColor: c.sunken, activationBorderColor: line, sequenceNumberColor: c["accent-ink"],
      transitionColor: c.muted, transitionLabelColor: c.ink, stateLabelColor: c.ink, stateBkg: c["accent-soft"], specialStateColor: c.muted,
      compositeBackground: c.bg, compositeTitleBackground: c.sunken, altBackground: c.sunken, innerEndBackground: c.muted,
      classText: c.ink, errorBkgColor: c["bad-soft"], errorTextColor: c.bad,
      ...scale,
    },
  };
}
