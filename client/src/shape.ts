/** Says whether a value from outside has a shape. A browser need not load a schema library for so little. */
export type Shape<T> = (value: unknown) => value is T;

export const string = (value: unknown): value is string => typeof value === "string";
export const boolean = (value: unknown): value is boolean => typeof value === "boolean";
/** A whole number from 0: every number of the wire is one. */
export const count = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export const oneOf =
  <const T extends string>(...values: readonly T[]): Shape<T> =>
  (value): value is T =>
    values.some(known => known === value);

export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || shape(value);

export const nullable =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || shape(value);

export const list =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(shape);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const dictionary =
  <T>(shape: Shape<T>): Shape<Record<string, T>> =>
  (value): value is Record<string, T> =>
    isObject(value) && Object.values(value).every(shape);

/** An object with at least these fields: a younger replica may add others. */
export const object =
  <T extends object>(fields: { readonly [Name in keyof T]-?: Shape<T[Name]> }): Shape<T> =>
  (value): value is T =>
    isObject(value) && Object.entries<Shape<unknown>>(fields).every(([name, shape]) => shape(value[name]));

/** Both shapes at once. */
export const also =
  <T>(shape: Shape<T>, rule: (value: T) => boolean): Shape<T> =>
  (value): value is T =>
    shape(value) && rule(value);
