import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNginx } from "@hubbub/stack";
import { build } from "vite";
import { example, exampleOutput } from "../../client/test/support/example.ts";
import { installClient } from "../../client/test/support/installation.ts";
import { expect, test } from "../src/fixtures.ts";

test("the client as a package, bundled into a page of somebody else's", async ({ page, stack }) => {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-package-"));
  const project = await installClient(dir);
  const webRoot = join(project, "dist");
  const nginx = await startNginx({ dir: join(dir, "nginx"), replicas: stack.replicas, webRoot });
  try {
    await writeFile(join(project, "index.html"), `<!doctype html><script type="module" src="hello.js"></script>`);
    await writeFile(join(project, "hello.js"), await example(nginx.url));
    await build({ root: project, configFile: false, logLevel: "warn", build: { target: "es2022" } });
    const printed = page.waitForEvent("console", message => message.type() === "log");
    await page.goto(nginx.url);
    expect(`${(await printed).text()}\n`).toMatch(exampleOutput);
  } finally {
    await nginx.stop();
    await rm(dir, { recursive: true, force: true });
  }
});
