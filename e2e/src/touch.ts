import type { Page } from "@playwright/test";

/** How wide and high what one taps has to be, in pixels. */
const finger = 44;

/**
 * What can be tapped now and misses a finger around its middle, in words. Links in a sentence are as high as their line, and
 * what is in front of a thing or cuts it off is no fault of its size.
 */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(size => {
    const reach = size / 2 - 1;
    const hits = (element: Element, x: number, y: number) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (element.contains(hit) || (hit.closest("label")?.contains(element) ?? false));
    };
    return [...document.querySelectorAll("button, input, textarea, [role=option], [role=menuitem]")].flatMap(
      element => {
        const { x, y, width, height } = (element.closest("label") ?? element).getBoundingClientRect();
        const [middleX, middleY] = [x + width / 2, y + height / 2];
        if (!hits(element, middleX, middleY) || getComputedStyle(element).opacity === "0") return [];
        const corners = [-reach, reach].flatMap(step => [
          [middleX + step, middleY],
          [middleX, middleY + step],
        ]);
        if (corners.every(([left = 0, top = 0]) => hits(element, left, top))) return [];
        const name = element.getAttribute("aria-label") ?? element.textContent;
        return [`${name}: ${Math.round(width)} × ${Math.round(height)}`];
      },
    );
  }, finger);

/** Whether something is wider than the page. */
export const isCutOff = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("dialog[open]")].some(
      element => element.scrollWidth > element.clientWidth,
    ),
  );
