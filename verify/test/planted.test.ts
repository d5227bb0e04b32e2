import type { Message } from "@hubbub/protocol";
import { describe, expect, it, vi } from "vitest";
import { runScenario } from "../src/runner.ts";
import type { Scenario } from "../src/scenario.ts";
import { racingRetries } from "../src/scenarios/retries.ts";
import type { ViolationKind } from "../src/violations.ts";
import { planted } from "./support/planting.ts";

// Each of them starts and ends a world, and waits half of its time.
vi.setConfig({ testTimeout: 90_000, maxConcurrency: 2 });

/** People talk; ticks are off, so that nothing heals what a planted fault breaks. */
const conversation: Scenario = {
  name: "conversation",
  says: "people talk",
  async run(stage) {
    await stage.talk(await stage.crowd(4), { seconds: 1.5, perSecond: 20 });
  },
};

/** Who says nothing is answered nothing, and so never learns how far the room has come. */
const speech: Scenario = {
  name: "speech",
  says: "one talks, and the others listen",
  async run(stage) {
    const [speaker, ...listeners] = await stage.crowd(4);
    if (speaker !== undefined && listeners.length > 0) await stage.talk([speaker], { seconds: 0.5, perSecond: 20 });
  },
};

/** What the others say meanwhile is missed for certain. */
const absence: Scenario = {
  name: "absence",
  says: "one is away while the others talk",
  async run(stage) {
    const [away, ...others] = await stage.crowd(4, { lines: true });
    await away?.loseLine(stage.talk(others, { seconds: 1, perSecond: 20 }));
  },
};

const crash: Scenario = {
  name: "crash",
  says: "both replicas are killed at the end of a conversation",
  async run(stage) {
    await stage.talk(await stage.crowd(4), { seconds: 1.5, perSecond: 20 });
    const { replicas } = stage.world;
    await Promise.all(replicas.map(replica => replica.kill()));
    await Promise.all(replicas.map(replica => replica.start()));
  },
};

interface Planted {
  readonly fault?: string;
  /** What is lost need not be waited for as long as a busy machine may take. */
  readonly patience?: number;
  readonly hears?: (client: string, messages: readonly Message[]) => readonly Message[];
}

/** The kinds of violation that the checker names. */
async function named(scenario: Scenario, { fault, hears, patience = 20_000 }: Planted): Promise<ViolationKind[]> {
  const world = { ...scenario.world, env: { POSITION_TICK_MS: "3600000", ...planted(fault) } };
  const options = { seed: 1, isShort: true, patience, ...(hears === undefined ? {} : { hears }) };
  const { verdict, failure } = await runScenario({ ...scenario, world }, options);
  expect(failure).toBeNull();
  return [...new Set(verdict.violations.map(({ kind }) => kind))];
}

/** Changes what the first device is told, once there is enough of it. */
function once(change: (held: readonly Message[]) => readonly Message[], needed: number) {
  let held: readonly Message[] = [];
  let isDone = false;
  return (client: string, messages: readonly Message[]): readonly Message[] => {
    if (isDone || client !== "d0") return messages;
    held = [...held, ...messages];
    if (held.length < needed) return [];
    isDone = true;
    return change(held);
  };
}

describe.concurrent("the suite without a fault", () => {
  it.each([conversation, speech, absence, crash])("is green when $says", async scenario => {
    expect(await named(scenario, {})).toEqual([]);
  });
});

describe.concurrent("the suite goes red when", () => {
  it("a broadcast is lost, and nothing heals that", async () => {
    const broken = { fault: "lost-broadcasts.ts", patience: 2_000 };
    expect(await named(speech, broken)).toContain("lost");
  });

  it("a client is told one message twice", async () => {
    const hears = once(messages => [...messages, ...messages.slice(-1)], 1);
    expect(await named(conversation, { hears })).toEqual(["doubled"]);
  });

  it("a client is told two messages in the wrong order", async () => {
    const hears = once(messages => messages.toReversed(), 2);
    expect(await named(conversation, { hears })).toEqual(["out of order"]);
  });

  it("a client is not told one message", async () => {
    expect(await named(conversation, { hears: once(messages => messages.slice(1), 1) })).toEqual(["lost"]);
  });

  it("a message is acked before it is in the log, and the replica dies", async () => {
    expect(await named(crash, { fault: "early-acks.ts" })).toContain("not in the log");
  });

  it("a retry is taken for a new message", async () => {
    expect(await named(racingRetries, { fault: "forgotten-retries.ts" })).toContain("two places");
  });

  it("a recovery brings a part of what was missed", async () => {
    const broken = { fault: "partial-tails.ts", patience: 2_000 };
    expect(await named(absence, broken)).toContain("lost");
  });

  it("a recovery gives up where the log has everything", async () => {
    expect(await named(absence, { fault: "needless-resyncs.ts" })).toContain("needless resync");
  });
});

describe.concurrent("the suite goes red, too, when people change what they said and", () => {
  const changing: Scenario = {
    name: "changing",
    says: "people edit and remove what they said",
    async run(stage) {
      await stage.talk(await stage.crowd(4), { seconds: 1.5, perSecond: 20, changes: 0.5 });
    },
  };

  it("a client is told other words than the log has", async () => {
    expect(await named(changing, { fault: "other-words.ts" })).toEqual(["shown otherwise"]);
  });

  it("words that were removed are told to who reads the log", async () => {
    expect(await named(changing, { fault: "kept-words.ts" })).toContain("not gone");
  });
});

describe.concurrent("the client core makes up for", () => {
  it.each(["doubled-broadcasts.ts", "swapped-broadcasts.ts"])("%s", async fault => {
    expect(await named(conversation, { fault })).toEqual([]);
  });
});
