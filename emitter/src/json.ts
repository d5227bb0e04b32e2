import { HubbubError } from "@hubbub/protocol";

/** The value that stands in `text`; throws `invalid_payload`, which says where JSON ends to be JSON. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HubbubError("invalid_payload", `This is not JSON: ${reason}`, { cause: error });
  }
}
