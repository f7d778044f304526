// Role: a small server for looking at the pages in a browser: `node dev/serve.mjs DIR [PORT]`, DIR a build. Local only.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".json": "application/json" };
const here = path.dirname(fileURLToPath(import.meta.url));

export async function serve(folder, port = 0) {
  const server = createServer(async (request, response) => {
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    const name = path.normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)).replace(/^\/+/, "");
    const file = name === "qwebchannel.js" ? path.join(here, name) : path.join(folder, name);
    try {
      const content = await readFile(file);
      response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { url } = await serve(path.resolve(process.argv[2] ?? "."), Number(process.argv[3] ?? 8080));
  console.log(`${url}/lesson.html (in its console: mock.emit("show", …))`);
}
