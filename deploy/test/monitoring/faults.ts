import type { Part } from "@hubbub/stack";

const breathMs = 200;

/** Stops for `ms`, goes on for a moment, and so on until the result is called. */
export function stumble(part: Part, ms: number): () => void {
  let timer: NodeJS.Timeout;
  const fall = () => {
    part.pause();
    timer = setTimeout(rise, ms);
  };
  const rise = () => {
    part.resume();
    timer = setTimeout(fall, breathMs);
  };
  fall();
  return () => {
    clearTimeout(timer);
    part.resume();
  };
}

/** Somebody tries one token after the other until the result is called. */
export function guess(url: string): () => void {
  const timer = setInterval(() => {
    fetch(`${url}/api/rooms`, { headers: { authorization: "Bearer guessed" } }).then(
      answer => answer.body?.cancel(),
      () => {},
    );
  }, 100);
  return () => clearInterval(timer);
}
