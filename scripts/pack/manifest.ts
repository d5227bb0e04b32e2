/** The part of a package.json that packing reads or changes. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  /** In the checkout each entry is a source: `./src/index.ts`. */
  readonly exports: Readonly<Record<string, string>>;
  /** The sources that its commands run, built as the entries are, but without types. */
  readonly programs?: readonly string[];
  readonly scripts?: object;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** What whoever installs it has, or gets with it where it is not optional. */
  readonly peerDependencies?: Readonly<Record<string, string>>;
  /** What the checkout alone needs, and the rooms that are built in. */
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The sources of the entries, and where in the package each is built: `src/index.ts` is `dist/index.js`. */
export const entriesOf = ({ exports }: Pick<Manifest, "exports">): Map<string, string> => built(Object.values(exports));

export const programsOf = ({ programs = [] }: Pick<Manifest, "programs">): Map<string, string> => built(programs);

const built = (sources: readonly string[]): Map<string, string> =>
  new Map(sources.map(source => [source, source.replace("./src/", "./dist/").replace(/\.ts$/, "")]));

/** The manifest as others get it: built entries with their types, and nothing that only the checkout has. */
export function packed(manifest: Manifest) {
  const {
    private: _private,
    programs: _programs,
    scripts: _scripts,
    devDependencies: _devDependencies,
    ...rest
  } = manifest;
  const entries = entriesOf(manifest);
  const exports = Object.entries(manifest.exports).map(([name, source]) => {
    const entry = entries.get(source);
    return [name, { types: `${entry}.d.ts`, default: `${entry}.js` }];
  });
  return { ...rest, exports: Object.fromEntries(exports) };
}
