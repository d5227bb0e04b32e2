import { HubbubError } from "@hubbub/protocol";
import { fromJson } from "../json.ts";
import { parseTarget } from "../target.ts";

/** What the records of a topic are: whole calls, or what is said by one verb, to whom `to` or else their key names. */
export type TopicRule =
  | { readonly verb: "call" }
  | { readonly verb: "announce" | "message" | "notify"; readonly to: string | undefined };

const rule = /^([A-Za-z0-9._-]{1,249})(?:=(announce|message|notify)(?::(.+))?)?$/;

/** `jobs,deploys=announce:general,orders=message`; null where it is not of that form. */
export function parseTopics(text: string): ReadonlyMap<string, TopicRule> | null {
  const topics = new Map<string, TopicRule>();
  for (const part of text.split(",")) {
    const [, topic, verb, to] = rule.exec(part.trim()) ?? [];
    if (topic === undefined || topics.has(topic)) return null;
    if (verb === "message" && to !== undefined) return null;
    if (verb === "notify" && to !== undefined && parseTarget(to) === null) return null;
    topics.set(topic, verb === undefined ? { verb: "call" } : { verb: verb as "announce" | "message" | "notify", to });
  }
  return topics;
}

/**
 * The call in a record, unchecked. What is said is the value itself or, of a JSON object, its fields: `text`, and what
 * else the verb knows. Throws `invalid_payload`.
 */
export function callOf(rule: TopicRule, key: string | undefined, value: string): unknown {
  if (rule.verb === "call") return fromJson(value);
  const to = rule.to ?? key;
  if (to === undefined) throw new HubbubError("invalid_payload", "The record has no key to say whom it is for.");
  return { ...said(value), verb: rule.verb, ...recipient(rule.verb, to) };
}

function recipient(verb: "announce" | "message" | "notify", to: string): object {
  if (verb === "announce") return { room: to };
  if (verb === "message") return { user: { name: to } };
  const target = parseTarget(to);
  if (target === null) throw new HubbubError("invalid_payload", "The key is not user:<name>, room:<id> or everyone.");
  return { target };
}

function said(value: string): object {
  if (!value.startsWith("{")) return { text: value };
  const fields = fromJson(value);
  return typeof fields === "object" && fields !== null ? fields : { text: value };
}
