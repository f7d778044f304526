// Role: diagrams.html: mermaid sources in, plain SVG out, one for each theme. Runs offscreen, at build time.
import type { Mermaid } from "mermaid";
import { reading } from "../shared/page.ts";
import { channelVersion, type DiagramsChannel } from "../shared/protocol.ts";
import { flatten } from "./flatten.ts";
import { mermaidConfig, themes } from "./theme.ts";

interface Job {
  hash: string;
  source: string;
}

// mermaid's own bundle is a script of its own (build.mjs copies it): bundling it again would cost seconds in every build.
declare const mermaid: Mermaid;

// Chromium 102 lacks it, mermaid 12 asks for it where a diagram holds a link.
if (!("canParse" in URL)) {
  Object.defineProperty(URL, "canParse", {
    value: (address: string, base?: string) => {
      try {
        return Boolean(new URL(address, base));
      } catch {
        return false;
      }
    },
  });
}

// Some of mermaid's shapes are drawn with chance in them: the same numbers for every drawing make the same bytes.
let seed = 0;
Math.random = () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};


async function draw(job: Job, channel: DiagramsChannel): Promise<void> {
  try {
    for (const theme of themes) {
      mermaid.initialize(mermaidConfig(theme));
      seed = 1;
      const { svg } = await mermaid.render("mermaid-drawing", job.source);
      const parsed = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
      if (!parsed) throw new Error("mermaid drew nothing");
      const drawn = document.importNode(parsed, true);
      document.body.appendChild(drawn);
      try {
        channel.rendered(job.hash, theme, flatten(drawn, `d${job.hash.slice(0, 12)}`));
      } finally {
        drawn.remove();
      }
    }
  } catch (error) {
    channel.refused(job.hash, error instanceof Error ? error.message : String(error));
  }
}

async function drawAll(jobs: readonly Job[], channel: DiagramsChannel): Promise<void> {
  // Text is measured: the fonts have to be there first.
  await Promise.all(["400 14px Inter", "600 14px Inter", "italic 400 14px Inter"].map((font) => document.fonts.load(font)));
  for (const job of jobs) await draw(job, channel);
  channel.done(jobs.length);
}

if (window.QWebChannel && window.qt) {
  new window.QWebChannel(window.qt.webChannelTransport, ({ objects }) => {
    const channel = objects.diagrams as DiagramsChannel | undefined;
    if (!channel) return;
    window.addEventListener("unhandledrejection", (event) => channel.failed(String(event.reason)));
    channel.render.connect(reading<Job[]>(channel, (jobs) => void drawAll(jobs, channel)));
    channel.ready(channelVersion);
  });
}
