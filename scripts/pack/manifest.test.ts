import { expect, it } from "vitest";
import { packed } from "./manifest.ts";

it("leads others to what was built, and asks them for nothing that was built in", () => {
  const manifest = {
    name: "@hubbub/sample",
    version: "1.0.0",
    private: true,
    exports: { ".": "./src/index.ts", "./deep": "./src/deep/part.ts" },
    scripts: { prepack: "build" },
    dependencies: { "socket.io-client": "4.8.4" },
    devDependencies: { "@hubbub/protocol": "0.1.0" },
  };
  expect(packed(manifest)).toEqual({
    name: "@hubbub/sample",
    version: "1.0.0",
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./deep": { types: "./dist/deep/part.d.ts", default: "./dist/deep/part.js" },
    },
    dependencies: { "socket.io-client": "4.8.4" },
  });
});
