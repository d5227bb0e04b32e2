/** What `npm run load` can be told, and what it does where it is told nothing. */
import { parseArgs } from "node:util";

interface Option {
  /** How the value is written in the help; absent for a switch. */
  readonly value?: string;
  readonly fallback?: string;
  readonly help: string;
}

const table = {
  users: { value: "n", fallback: "1000", help: "how many users connect" },
  rate: { value: "n", fallback: "100", help: "how many of them a second" },
  for: { value: "seconds", fallback: "30", help: "how long all stay after the last has come" },
  accounts: {
    value: "n",
    help: "how many people they are: with fewer than users, some have several devices; default: users",
  },
  members: { value: "n", fallback: "50", help: "people in a room" },
  rooms: { value: "n", help: "rooms, instead of members; 0: all are in general" },
  "rooms-per-user": { value: "n", fallback: "1", help: "rooms that each is in" },
  "messages-per-second": { value: "n", help: "what all say together; default 20" },
  "messages-per-user": { value: "n", help: "what each says in a minute, instead" },
  bytes: { value: "n", fallback: "100", help: "length of a text" },
  settle: {
    value: "seconds",
    fallback: "20",
    help: "how long it may take at the end until all are back, and again until all have everything",
  },
  churn: { value: "percent", fallback: "0", help: "how many of the users go and come back in a minute" },
  typing: { help: "they type for a second before they send" },
  reading: { help: "they mark as read what they got, every five seconds" },
  core: { value: "n", fallback: "50", help: "one of so many is the client core; 1: all, 0: none" },
  url: { value: "url", fallback: "http://localhost:8080", help: "where they connect" },
  remote: { value: "yes-i-may", help: "lets the target be another machine" },
  addresses: {
    value: "list",
    help: "source addresses, such as 127.0.0.2-127.0.0.9; default: as many as it takes on the loopback",
  },
  workers: {
    value: "n",
    help: "processes that the users are in; default: half of the cores, and as many as open files allow",
  },
  "secrets-dir": {
    value: "dir",
    fallback: ".data/secrets",
    help: "the key of the deployment: with it nobody has to sign up",
  },
  "sign-up": { help: "sign up over HTTP, though the key is at hand" },
  metrics: {
    value: "list",
    fallback: ".data/replicas.json",
    help: "HTTP addresses of the replicas, or a file that names them",
  },
  seed: { value: "n", fallback: "1", help: "decides who does what when" },
  "max-p99": { value: "ms", help: "fails when deliveries take longer" },
  json: { value: "file", help: "writes everything that was measured" },
  svg: { value: "file", help: "draws it over time" },
  page: { value: "file", help: "writes the main figures between the marks of a Markdown file, such as docs/load.md" },
  help: { help: "shows this" },
} as const satisfies Record<string, Option>;

type Name = keyof typeof table;

/** Something that the command line says wrongly: shown to whoever typed it. */
export class UsageError extends Error {}

export type LoadOptions = ReturnType<typeof readOptions>;

/** Throws a {@link UsageError} that names the option. */
export function readOptions(args: readonly string[]) {
  const given = parse(args);
  const { count, share, text, flag } = readers(given);
  const users = count("users", 1, 1_000_000);
  const accounts = given.accounts === undefined ? users : count("accounts", 1, users);
  const roomsPerUser = count("rooms-per-user", 1, 100);
  const rooms =
    given.rooms === undefined
      ? roomsFor(accounts, roomsPerUser, count("members", 1, 1_000_000))
      : count("rooms", 0, 100_000);
  if (rooms > 0 && roomsPerUser > rooms) throw new UsageError(`--rooms-per-user: there are only ${rooms} rooms.`);
  return {
    help: flag("help"),
    users,
    accounts,
    rate: count("rate", 1, 10_000),
    forSeconds: count("for", 1, 86_400),
    settleSeconds: count("settle", 1, 3_600),
    shape: { rooms, roomsPerUser },
    messagesPerSecond: pace(given, users, accounts),
    bytes: count("bytes", 40, 4_000),
    churnPerMinute: share("churn"),
    typing: flag("typing"),
    reading: flag("reading"),
    core: count("core", 0, 1_000_000),
    url: webAddress("url", text("url") ?? ""),
    remote: mayBeRemote(text("remote")),
    addresses: text("addresses"),
    workers: given.workers === undefined ? null : count("workers", 1, 64),
    secretsDir: text("secrets-dir") ?? "",
    signUp: flag("sign-up"),
    metrics: text("metrics") ?? "",
    seed: count("seed", 0, 2 ** 31),
    maxP99: given["max-p99"] === undefined ? null : count("max-p99", 1, 3_600_000),
    json: text("json"),
    svg: text("svg"),
    page: text("page"),
  };
}

/** As many as it takes that each has `members`. */
const roomsFor = (accounts: number, roomsPerUser: number, members: number): number =>
  Math.max(roomsPerUser, Math.round((accounts * roomsPerUser) / members));

/** Messages a second of all together. A person may send ten a second, on all devices together. */
function pace(given: Given, users: number, accounts: number): number {
  const { count } = readers({ "messages-per-second": "20", ...given });
  const perUser = given["messages-per-user"];
  if (perUser !== undefined && given["messages-per-second"] !== undefined) {
    throw new UsageError("--messages-per-second and --messages-per-user: only one of them can be.");
  }
  const perSecond =
    perUser === undefined
      ? count("messages-per-second", 0, 1_000_000)
      : (count("messages-per-user", 0, 600) * users) / 60;
  if (perSecond > 10 * accounts)
    throw new UsageError(`--messages-per-second: ${accounts} people may send ${10 * accounts} a second.`);
  return perSecond;
}

type Given = Partial<Record<Name, string | boolean>>;

function parse(args: readonly string[]): Given {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, option]: [string, Option]) => [
      name,
      option.value === undefined
        ? ({ type: "boolean" } as const)
        : ({ type: "string", ...(option.fallback !== undefined && { default: option.fallback }) } as const),
    ]),
  );
  try {
    return parseArgs({ args: [...args], options }).values as Given;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readers(given: Given) {
  const text = (name: Name): string | null => (typeof given[name] === "string" ? given[name] : null);
  const number = (name: Name, value: string, least: number, most: number): number => {
    const read = Number(value);
    if (value.trim() !== "" && read >= least && read <= most) return read;
    throw new UsageError(`--${name}: must be a number from ${least} to ${most}.`);
  };
  return {
    text,
    flag: (name: Name): boolean => given[name] === true,
    count(name: Name, least: number, most: number): number {
      const read = number(name, text(name) ?? "", least, most);
      if (Number.isInteger(read)) return read;
      throw new UsageError(`--${name}: must be a whole number.`);
    },
    share: (name: Name): number => number(name, (text(name) ?? "").replace(/%$/, ""), 0, 1_000) / 100,
  };
}

function webAddress(name: Name, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol)) return url.origin;
  throw new UsageError(`--${name}: must be an address such as http://localhost:8080.`);
}

function mayBeRemote(value: string | null): boolean {
  if (value !== null && value !== "yes-i-may") throw new UsageError("--remote: can only be yes-i-may.");
  return value !== null;
}

/** What `--help` shows. */
export function usage(): string {
  const lines = Object.entries(table).map(([name, { value, fallback, help }]: [string, Option]) => {
    const written = `  --${name}${value === undefined ? "" : ` <${value}>`}`;
    return `${written.padEnd(30)}${help}${fallback === undefined ? "" : ` (${fallback})`}`;
  });
  return ["npm run load -- [options]: simulated users, and what they notice", "", ...lines, ""].join("\n");
}

/** What was typed, for whoever wants to do the same. */
export const commandOf = (args: readonly string[]): string => ["npm run load --", ...args].join(" ");
