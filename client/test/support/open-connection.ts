import { Connection } from "../../src/connection.ts";
import type { ConnectionPhase } from "../../src/types.ts";
import { FakeEnvironment } from "./fake-environment.ts";
import { FakeReplicas } from "./fake-replicas.ts";

/** A connection over replicas of the test's own, with all that it told. */
export function openConnection() {
  const environment = new FakeEnvironment();
  const replicas = new FakeReplicas();
  const phases: ConnectionPhase[] = [];
  const faults: unknown[] = [];
  /** What was asked for, by the token that was spent. */
  const spent: (string | undefined)[] = [];
  /** What comes of the next ones that are asked for. */
  const tokens: (() => Promise<string>)[] = [];
  const connection = new Connection({
    url: "http://chat",
    getToken: token => {
      spent.push(token);
      return (tokens.shift() ?? (async () => "token"))();
    },
    environment,
    openLink: replicas.openLink,
    introduce: () => ({}),
    onState: ({ phase }) => phases.push(phase),
    onWelcome: () => {},
    onEvent: () => {},
    onFault: error => faults.push(error),
  });
  const online = async () => {
    connection.connect();
    await environment.pass(0);
    if (connection.state.phase !== "online") throw new Error(`It is ${connection.state.phase}.`);
  };
  return { connection, environment, replicas, phases, faults, spent, tokens, online };
}
