/**
 * From any Node 18 or later to the pinned one: installs the locked dependencies when they are not there, and
 * runs a TypeScript entry point with the Node that came with them. Plain JavaScript without dependencies.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stampFile = join(modules, ".hubbub-installed");
const pinnedNode = join(modules, "node", "bin", "node");

/** Runs `script`, relative to the checkout, and ends as it ends. */
export async function runPinned(script, args) {
  try {
    checkMachine();
    await installDependencies();
    process.exitCode = await runNode(script, args);
  } catch (error) {
    console.error(`\nHubbub: ${error.message}`);
    process.exitCode = 1;
  }
}

function checkMachine() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 18) throw new Error(`Node 18 or later is needed to begin with; this is ${process.version}.`);
  if (process.platform === "win32")
    throw new Error("Windows is not supported directly: use WSL, or docker compose up.");
}

async function installDependencies() {
  const wanted = await fingerprint();
  const installed = await readFile(stampFile, "utf8").catch(() => "");
  if (installed !== wanted) {
    console.log("Installing the locked dependencies; the first time takes a minute or two …");
    await npm(process.execPath, ["ci"]);
    await ensurePinnedNode();
    // npm leaves out optional packages that do not support the Node that runs it, such as a native part of Vite.
    if (process.versions.node !== (await pinnedVersion())) await npm(pinnedNode, ["install", "--no-save"]);
    await writeFile(stampFile, wanted);
  }
  await ensurePinnedNode();
}

/** npm may not have run the install script of the package that carries Node. */
async function ensurePinnedNode() {
  if (existsSync(pinnedNode)) return;
  await run(process.execPath, ["installArchSpecificPackage.js"], { cwd: dirname(dirname(pinnedNode)) });
  if (!existsSync(pinnedNode)) {
    throw new Error("The pinned Node is missing after the installation. Try: npm rebuild node --foreground-scripts");
  }
}

/** Of what `npm ci` would install here. */
async function fingerprint() {
  const lock = await readFile(join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform} ${process.arch}\n`;
}

async function pinnedVersion() {
  return JSON.parse(await readFile(join(root, "package.json"), "utf8")).devDependencies.node;
}

async function npm(node, args) {
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith(".js") ? [node, [script]] : ["npm", []];
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  const began = Date.now();
  const progress = setInterval(() => {
    console.log(`… still installing after ${Math.round((Date.now() - began) / 1000)} s`);
  }, 10_000);
  try {
    const quietly = ["--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    await run(command, [...first, ...args, ...quietly], { cwd: root, env });
  } finally {
    clearInterval(progress);
  }
}

/** Shows what a command prints; rejects with one sentence when it fails. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "inherit", "pipe"] });
    let errors = "";
    child.stderr.on("data", chunk => {
      errors += chunk;
      process.stderr.write(chunk);
    });
    const forget = onStop(signal => child.kill(signal));
    child.once("error", error => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.once("close", code => {
      forget();
      if (code === 0) resolve();
      else reject(new Error(reasonOf(errors) ?? `${args.join(" ")} failed; npm says above why.`));
    });
  });
}

function reasonOf(errors) {
  if (/ENOSPC/.test(errors)) return "The disk is full: the dependencies could not be installed.";
  if (/EROFS/.test(errors)) return `${root} is read-only: the dependencies could not be installed.`;
  if (/EACCES|EPERM/.test(errors))
    return `${root} may not be written by this user: the dependencies could not be installed.`;
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(errors)) {
    return "The npm registry could not be reached: the dependencies could not be installed.";
  }
  return undefined;
}

/** The channel to the child closes when this process ends, however it ends, and with it the child. */
function runNode(script, args) {
  return new Promise((resolve, reject) => {
    const path = `${join(modules, ".bin")}${delimiter}${process.env.PATH ?? ""}`;
    const child = spawn(pinnedNode, [join(root, script), ...args], {
      cwd: root,
      env: { ...process.env, PATH: path },
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    });
    onStop(signal => child.kill(signal));
    child.once("error", error => reject(new Error(`The pinned Node could not be started: ${error.message}`)));
    child.once("exit", (code, signal) => resolve(signal === null ? code : 1));
  });
}

/**
 * Calls back when this process is to end; the result takes that back. npm ends the shell that it runs a script
 * with, and the shell does not pass that on: under npm, a lost parent counts as SIGTERM.
 */
function onStop(listener) {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, listener);
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
    clearInterval(orphaned);
    listener("SIGTERM");
  }, 200);
  orphaned.unref();
  return () => {
    clearInterval(orphaned);
    for (const signal of signals) process.off(signal, listener);
  };
}
