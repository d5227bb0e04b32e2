import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const replica = process.env.REPLICA_HOST ?? "127.0.0.1";

/** Bytes of JavaScript, gzipped, that the first load may bring. */
const budget = 60_000;

/** The build fails where the first load has grown beyond its budget. */
function firstLoadBudget(): Plugin {
  return {
    name: "first-load-budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const first = new Set<string>();
      const add = (file: string) => {
        const part = bundle[file];
        if (part?.type !== "chunk" || first.has(file)) return;
        first.add(file);
        part.imports.forEach(add);
      };
      for (const part of Object.values(bundle)) if (part.type === "chunk" && part.isEntry) add(part.fileName);
      const bytes = [...first].reduce((sum, file) => {
        const part = bundle[file];
        return sum + (part?.type === "chunk" ? gzipSync(part.code).length : 0);
      }, 0);
      if (bytes === 0 || bytes > budget) this.error(`The first load is ${bytes} bytes, of at most ${budget}.`);
      this.info(`first load: ${bytes} of ${budget} bytes`);
    },
  };
}

/** What the first load does without: Vite's help with preloading, and the transports other than WebSocket (decision 2). */
const without: Plugin = {
  name: "without",
  apply: "build",
  enforce: "pre",
  load: id => {
    if (id === "\0vite/preload-helper.js") return "export const __vitePreload = load => load();";
    if (id.endsWith("/engine.io-client/build/esm/transports/index.js")) {
      return `import { WS } from "./websocket.js"; export const transports = { websocket: WS };`;
    }
    return null;
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [without, firstLoadBudget()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // The Content-Security-Policy allows files of ours only, so nothing becomes inline.
    assetsInlineLimit: 0,
    modulePreload: false,
    // Parts of engine.io-client that nothing uses would stay for what they do when they are loaded.
    rolldownOptions: { treeshake: { moduleSideEffects: id => !/engine\.io-client.*polling/.test(id) } },
  },
  server: {
    proxy: {
      "/api": `http://${replica}:3001`,
      "/socket.io": { target: `http://${replica}:3000`, ws: true },
    },
  },
});
