/** As much SVG as a chart needs. */

type Attributes = Readonly<Record<string, string | number>>;

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, character => escapes[character] ?? character);

/** Half a tenth of a pixel is seen by nobody. */
const round = (value: number): number => Math.round(value * 10) / 10;

export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escaped(value)}"`,
  );
  const opening = `<${name}${written.join("")}`;
  return children.length === 0 ? `${opening}/>` : `${opening}>${children.join("")}</${name}>`;
}

export const label = (x: number, y: number, text: string, attributes: Attributes = {}): string =>
  element("text", { x, y, ...attributes }, [escaped(text)]);

/** A line through the points, with a gap where `y` is not known. */
export function polyline(points: readonly (readonly [x: number, y: number])[]): string {
  let isOpen = false;
  const parts = points.map(([x, y], index) => {
    if (!Number.isFinite(y)) {
      isOpen = false;
      return "";
    }
    const isAlone = !isOpen && !Number.isFinite(points[index + 1]?.[1] ?? Number.NaN);
    const part = `${isOpen ? "L" : "M"}${round(x)} ${round(y)}${isAlone ? "h0" : ""}`;
    isOpen = true;
    return part;
  });
  return parts.join("");
}
