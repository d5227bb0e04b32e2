/** A job that announces with the emitter's library, and waits for each receipt. */
import { connectEmitter } from "@hubbub/emitter";
import { tellPace, text } from "./pace.ts";
import { redisUrl } from "./settings.ts";

const emitter = connectEmitter({ redisUrl, keyPrefix: "bench-jobs" });
await tellPace(() => emitter.announce("general", text));
await emitter.close();
