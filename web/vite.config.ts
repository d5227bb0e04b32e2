import { defineConfig } from "vite";

const replica = process.env.REPLICA_HOST ?? "127.0.0.1";

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // The Content-Security-Policy allows files of ours only, so nothing becomes inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      "/api": `http://${replica}:3001`,
      "/socket.io": { target: `http://${replica}:3000`, ws: true },
    },
  },
});
