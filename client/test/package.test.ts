import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { example, exampleOutput, startChat } from "./support/example.ts";
import { installClient } from "./support/installation.ts";

const run = promisify(execFile);

describe("the client as a package", () => {
  let dir: string;
  let project: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "hubbub-package-"));
    project = await installClient(dir);
  });

  afterAll(() => rm(dir, { recursive: true, force: true }));

  it("holds what was built, and asks for no room of the checkout", async () => {
    const installed = join(project, "node_modules/@hubbub/client");
    expect((await readdir(installed)).sort()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
    expect((await readdir(join(installed, "dist"))).sort()).toEqual(["index.d.ts", "index.js"]);
    for (const file of ["index.d.ts", "index.js", "../package.json"]) {
      expect(await readFile(join(installed, "dist", file), "utf8")).not.toMatch(/@hubbub\/(protocol|stack)|\/src\//);
    }
  });

  it("runs the example of the README in Node", async () => {
    const chat = await startChat(dir);
    onTestFinished(chat.stop);
    await writeFile(join(project, "hello.js"), await example(chat.url));
    const { stdout } = await run(process.execPath, ["hello.js"], { cwd: project });
    expect(stdout).toMatch(exampleOutput);
  });

  it.each(["nodenext", "preserve"])("has types that need nothing else, with module %s", async module => {
    await writeFile(join(project, "typed.ts"), typed);
    await writeFile(join(project, "mistyped.ts"), typed.replace("expected: Message", "expected: string"));
    const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--module", module];
    const args = ["--ignoreConfig", "--pretty", "false", ...options, "typed.ts", "mistyped.ts"];
    const compiling = run(join(rootDir, "node_modules/.bin/tsc"), args, { cwd: project });
    const { stdout } = await compiling.catch(({ stdout }: { stdout: string }) => ({ stdout }));
    expect(stdout).toContain("TS2322");
    for (const line of stdout.trim().split("\n")) expect(line).toMatch(/^mistyped\.ts\(/);
  });
});

const typed = `
import { type Chat, createChat, HubbubError, type Message } from "@hubbub/client";
const chat: Chat = createChat({ url: "http://localhost:8080", getToken: async () => "token" });
try {
  const expected: Message = await chat.send("general", "hello");
  console.log(expected.seq);
} catch (error) {
  if (error instanceof HubbubError && error.code === "forbidden") chat.close();
}
export {};
`;
