import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { artefacts } from "../src/environment.ts";

const run = promisify(execFile);

/** What the engine says: the lines of a build and of each container. */
const logFile = `${artefacts}/compose.log`;

/** Of it, those that are told where something failed. */
const lastLines = (): string[] => readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-5);

/** The compose file as a user runs it, as a project of its own. COMPOSE gives another spelling of the command. */
export class Engine {
  readonly #project: string;
  readonly #command: string[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #log: number;

  /** `env`: settings of the compose file. */
  constructor(
    project: string,
    env: Readonly<Record<string, string>>,
    command = process.env.COMPOSE ?? "docker compose",
  ) {
    this.#project = project;
    this.#command = [...command.split(" "), "--project-name", project];
    this.#env = { ...process.env, ...env };
    mkdirSync(dirname(logFile), { recursive: true });
    this.#log = openSync(logFile, "w");
  }

  /** Runs to its end, with what it prints in a log. */
  async logged(...args: string[]): Promise<void> {
    const code = await this.#append(args);
    if (code === 0) return;
    const said = lastLines();
    await this.#append(["logs", "--no-color", "--tail", "5"]);
    const ended = `${this.#command.join(" ")} ${args.join(" ")} ended with ${code}.`;
    throw new Error([ended, ...said, ...lastLines()].join("\n"));
  }

  async #append(args: readonly string[]): Promise<number | null> {
    const [program = "docker", ...rest] = this.#command;
    const child = spawn(program, [...rest, ...args], {
      cwd: rootDir,
      env: this.#env,
      stdio: ["ignore", this.#log, this.#log],
    });
    const [code] = await once(child, "exit");
    return code;
  }

  /** Runs to its end and answers what it printed. */
  async read(...args: string[]): Promise<string> {
    const [program = "docker", ...rest] = this.#command;
    const { stdout } = await run(program, [...rest, ...args], {
      cwd: rootDir,
      env: this.#env,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout.trim();
  }

  /** One container of a service, by a format of `docker inspect`. */
  async inspect(service: string, format: string): Promise<string[]> {
    const ids = (await this.read("ps", "-q", service)).split("\n").filter(Boolean);
    const { stdout } = await run("docker", ["inspect", "--format", format, ...ids], { env: this.#env });
    return stdout.trim().split("\n");
  }

  /** Removes what was built for this project. `down --rmi local` passes over what the classic builder made. */
  async removeImages(services: readonly string[]): Promise<void> {
    await run("docker", ["image", "rm", "--force", ...services.map(service => `${this.#project}-${service}`)], {
      env: this.#env,
    });
  }
}
