// Role: stands in for Qt's qwebchannel.js when the pages are looked at in an ordinary browser (dev/serve.mjs). It plays the
// C++ side of CHANNEL.md with the sample data of dev/samples.mjs. Never part of a build.
(() => {
  const signal = () => {
    const listeners = [];
    return { connect: (f) => listeners.push(f), emit: (...args) => listeners.forEach((f) => f(...args)) };
  };
  const names = ["appearance", "show", "focus", "diagrams", "snippet", "jump", "diagnostics", "failing", "content", "flush",
    "settings", "formatNow", "lspState", "lspReceive", "progress", "preparation", "render",
    "canReset", "besideLesson", "runSnippetHere", "stale", "note", "difference", "saved"];
  const slots = ["copy", "failed", "runSnippet", "cancelSnippet", "snippetChanged", "answerQuiz", "tick", "placeChanged",
    "setMarked", "openExercise", "openLesson", "openLink", "changed", "late", "flushed", "caret", "activated", "format", "reset", "ownEditor", "openTask", "snippetFocused", "lspSend",
    "check", "run", "cancel", "hint", "next", "solution", "history", "open", "unmark", "rendered", "refused", "done", "ready"];
  const kind = document.body.className.split(" ")[0];
  const calls = [];
  const object = { version: 1 };
  for (const name of names) if (!(kind === "results" && name === "jump")) object[name] = signal();
  for (const name of kind === "results" ? [...slots, "jump"] : slots) object[name] = (...args) => mock.onCall(name, args);
  const mock = (window.mock = {
    calls,
    emit: (name, ...args) => object[name].emit(...args.map((a) => (typeof a === "object" ? JSON.stringify(a) : a))),
    answers: {},
    onCall(name, args) {
      calls.push([name, ...args.filter((a) => typeof a !== "function")]);
      if (name === "failed") console.error("failed:", args[0]);
      const answer = mock.answers[name];
      if (answer !== undefined) {
        const reply = args[args.length - 1];
        if (typeof reply === "function") setTimeout(() => reply(JSON.stringify(answer)), 5);
      }
      if (name === "runSnippet") {
        setTimeout(() => mock.emit("snippet", { id: args[0], run: args[1], state: "running" }), 10);
        setTimeout(() => mock.emit("snippet", { id: args[0], run: args[1], ...mock.snippet }), 60);
      }
    },
    snippet: { state: "done", verdict: "passed", output: "sum: 6\n", ms: 212, met: true },
  });
  window.qt = { webChannelTransport: {} };
  window.QWebChannel = class {
    constructor(_, ready) {
      setTimeout(() => {
        ready({ objects: { [kind]: object } });
        window.mockReady?.(mock);
      }, 0);
    }
  };
})();
