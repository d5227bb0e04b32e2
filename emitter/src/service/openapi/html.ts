/** A piece of HTML, as against text, which is escaped. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Part = Html | string | number | undefined | readonly (Html | string)[];

/** A template whose values cannot become markup: html`<p>${text}</p>`. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const [first = "", ...rest] = strings;
  return new Html(rest.reduce((source, string, index) => source + sourceOf(parts[index]) + string, first));
}

function sourceOf(part: Part): string {
  if (part instanceof Html) return part.source;
  if (typeof part === "object") return part.map(sourceOf).join("");
  return String(part ?? "").replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
