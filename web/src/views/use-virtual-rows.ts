import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Virtualizer as Rows,
  type VirtualItem,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useCallback, useLayoutEffect, useReducer, useState } from "preact/hooks";

export type VirtualRow = VirtualItem;
export type VirtualRows = Rows<HTMLDivElement, HTMLDivElement>;

interface RowsOptions<Row extends { readonly key: string }>
  extends Pick<
    VirtualizerOptions<HTMLDivElement, HTMLDivElement>,
    "paddingStart" | "paddingEnd" | "scrollEndThreshold"
  > {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly list: readonly Row[];
  /** About how high a row is that was never seen, in pixels. */
  readonly estimate: (row: Row) => number;
}

/** Rows beyond those in sight, so that a flick of the wheel does not meet an empty page. */
const overscan = 12;

/**
 * Of a long list, the rows in sight. What is above them may grow, and what is new may come below, without moving what one
 * reads; who is at the end stays there.
 */
export function useVirtualRows<Row extends { readonly key: string }>({
  element,
  list,
  estimate,
  ...paddings
}: RowsOptions<Row>): VirtualRows {
  const [, render] = useReducer<number, undefined>(count => count + 1, 0);
  // All rows are laid out anew where one of these is another function.
  const getItemKey = useCallback((index: number) => list[index]?.key ?? index, [list]);
  const estimateSize = useCallback(
    (index: number) => {
      const row = list[index];
      return row === undefined ? 0 : estimate(row);
    },
    [list, estimate],
  );
  const options: VirtualizerOptions<HTMLDivElement, HTMLDivElement> = {
    ...paddings,
    count: list.length,
    getItemKey,
    estimateSize,
    getScrollElement: () => element.current,
    anchorTo: "end",
    followOnAppend: true,
    overscan,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => render(undefined),
  };
  const [rows] = useState(() => new Virtualizer(options));
  rows.setOptions(options);
  useLayoutEffect(() => rows._didMount(), [rows]);
  useLayoutEffect(() => rows._willUpdate());
  return rows;
}
