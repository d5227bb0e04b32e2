import { linkify } from "../state/links.ts";

/** Text is text: links become links, and nothing else becomes anything. */
export function MessageText({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map(segment =>
        segment.href === undefined ? (
          segment.text
        ) : (
          <a href={segment.href} target="_blank" rel="noopener noreferrer">
            {segment.text}
          </a>
        ),
      )}
    </>
  );
}
