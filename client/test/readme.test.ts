import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { expect, it, onTestFinished } from "vitest";
import { example, exampleOutput, startChat } from "./support/example.ts";

it("runs the example of the README", async () => {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-readme-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const chat = await startChat(dir);
  onTestFinished(chat.stop);
  const args = ["--input-type=module-typescript", "-e", await example(chat.url)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(rootDir, "client") });
  expect(stdout).toMatch(exampleOutput);
});
