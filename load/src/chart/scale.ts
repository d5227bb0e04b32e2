/** Where values lie on an axis: pure numbers, no drawing. */

export interface Scale {
  /** What is written beside it. */
  readonly ticks: readonly number[];
  /** From 0, at its beginning, to 1. */
  at(value: number): number;
}

const steps = [1, 2, 5];

/** 1, 2, 5, 10, 20 … : the largest of them that is not above `value`. */
function roundDown(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return decade * (steps.findLast(step => step * decade <= value * (1 + 1e-9)) ?? 1);
}

const next = (round: number): number => {
  const decade = 10 ** Math.floor(Math.log10(round) + 1e-9);
  const index = steps.indexOf(Math.round(round / decade));
  return decade * (steps[index + 1] ?? 10);
};

/** From zero to a round number, in four steps at most. */
export function linear(values: readonly number[]): Scale {
  const most = Math.max(1, ...values.filter(Number.isFinite));
  const close = roundDown(most / 4);
  const step = most / close > 4 ? next(close) : close;
  const last = Math.ceil(most / step - 1e-9);
  const ticks = Array.from({ length: last + 1 }, (_, index) => index * step);
  return { ticks, at: value => value / (last * step) };
}

/** For what goes over decades; values above zero. */
export function logarithmic(values: readonly number[]): Scale {
  const known = values.filter(value => Number.isFinite(value) && value > 0);
  const [least, most] = known.length === 0 ? [1, 10] : [Math.min(...known), Math.max(...known)];
  const steps = between(roundDown(least), most, next);
  const first = 10 ** Math.floor(Math.log10(least) + 1e-9);
  const ticks = steps.length <= 8 ? steps : between(first, most, tick => tick * 10);
  const [low = 1, high = 10] = [ticks.at(0), ticks.at(-1)];
  return { ticks, at: value => Math.log(Math.max(value, low) / low) / Math.log(high / low) };
}

/** From `first` to the first that is not below `most`; two at least. */
function between(first: number, most: number, following: (tick: number) => number): number[] {
  const ticks = [first];
  for (let tick = first; tick < most || ticks.length < 2; ticks.push(tick)) tick = following(tick);
  return ticks;
}

const paces = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800];

/** Seconds from zero to exactly `end`, at most nine of them named. */
export function timeScale(end: number): Scale {
  const pace = paces.find(each => end / each <= 8) ?? 86_400;
  const ticks = Array.from({ length: Math.floor(end / pace) + 1 }, (_, index) => index * pace);
  return { ticks, at: value => value / end };
}

/** `1:30`, and with hours `1:00:00`. */
export function clockTime(seconds: number): string {
  const two = (part: number) => String(Math.floor(part)).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), (seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${Math.floor(minutes)}:${two(seconds % 60)}`;
}

/** `12,000`, `0.5`. */
export const written = (value: number): string => Number(value.toPrecision(6)).toLocaleString("en-US");
