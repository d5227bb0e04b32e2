export interface Segment {
  readonly text: string;
  /** Where the text leads, if it is a link: `http:` or `https:` only. */
  readonly href?: string;
}

const candidate = /\bhttps?:\/\/[^\s<>"“”]+/gi;

/** Text in pieces, links apart. The pieces joined are the text. */
export function linkify(text: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(candidate)) {
    const link = withoutTrailingPunctuation(match[0]);
    const href = safeHref(link);
    if (href === null) continue;
    if (match.index > end) segments.push({ text: text.slice(end, match.index) });
    segments.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) segments.push({ text: text.slice(end) });
  return segments;
}

/** What ends a sentence is not part of its last link; a bracket is, when the link opened it. */
function withoutTrailingPunctuation(link: string): string {
  let end = link.length;
  while (end > 0) {
    const last = link.charAt(end - 1);
    if (last === ")" && count(link.slice(0, end), "(") >= count(link.slice(0, end), ")")) break;
    if (!".,;:!?'*_~)]}".includes(last)) break;
    end -= 1;
  }
  return link.slice(0, end);
}

const count = (text: string, character: string): number => text.split(character).length - 1;

function safeHref(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { protocol, href } = new URL(link);
  return protocol === "http:" || protocol === "https:" ? href : null;
}
