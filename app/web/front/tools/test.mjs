// Role: `npm test`: the pure modules' tests (tests/*.test.ts) bundled, then run by node's own test runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
// Inside the package, so that what is not bundled is still found.
const out = mkdtempSync(path.join(root, "node_modules", ".tests-"));
const tests = readdirSync(path.join(root, "tests")).filter((name) => name.endsWith(".test.ts"));
let status = 1;
try {
  await build({
    entryPoints: tests.map((name) => path.join(root, "tests", name)),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node18",
    packages: "external",
    loader: { ".svg": "text" },
    define: { ROOT: JSON.stringify(root) },
    logLevel: "warning",
  });
  const files = tests.map((name) => path.join(out, name.replace(/\.ts$/, ".mjs")));
  status = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(status);
