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

/** Nothing is loaded ahead of an `import()`, so it needs no help of Vite's: 0.7 kB less at the first load. */
const plainImports: Plugin = {
  name: "plain-imports",
  apply: "build",
  enforce: "pre",
  load: id => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = load => load();" : null),
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [plainImports, firstLoadBudget()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // The Content-Security-Policy allows files of ours only, so nothing becomes inline.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  server: {
    proxy: {
      "/api": `http://${replica}:3001`,
      "/socket.io": { target: `http://${replica}:3000`, ws: true },
    },
  },
});
