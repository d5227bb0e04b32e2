import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import ts from "typescript";
import type { KubernetesObject } from "./rendering.ts";

const models: Readonly<Record<string, string>> = {
  "monitoring.coreos.com/v1": "@kubernetes-models/prometheus-operator",
};

/** The module that has the schema and the type of such an object. */
const moduleOf = ({ apiVersion, kind }: KubernetesObject): string =>
  `${models[apiVersion] ?? "kubernetes-models"}/${apiVersion}/${kind}`;

/** What an API server would refuse, one line each: by the schemas, and fields that they do not know. */
export async function refusals(objects: readonly KubernetesObject[]): Promise<string[]> {
  return [...(await offences(objects)), ...unknownFields(objects)];
}

interface Model {
  validate(): void;
}

/** Against patterns, formats and what is required. */
async function offences(objects: readonly KubernetesObject[]): Promise<string[]> {
  const all = objects.map(async object => {
    const { [object.kind]: Kind } = (await import(moduleOf(object))) as Record<string, new (data: unknown) => Model>;
    if (Kind === undefined) return [`${nameOf(object)}: no schema`];
    try {
      new Kind(object).validate();
      return [];
    } catch (error) {
      return [`${nameOf(object)}: ${error instanceof Error ? error.message : error}`];
    }
  });
  return (await Promise.all(all)).flat();
}

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2024,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** The schemas allow fields that they do not know. The types do not, in a literal: the compiler reads the objects as such. */
function unknownFields(objects: readonly KubernetesObject[]): string[] {
  const file = join(rootDir, "deploy/test/kubernetes/rendered.ts");
  const source = objects.map(
    (object, index) =>
      `import type { I${object.kind} as Kind${index} } from "${moduleOf(object)}";\n` +
      `export const object${index}: Kind${index} = ${JSON.stringify(object)};\n`,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = path => path === file || fileExists(path);
  host.getSourceFile = (path, ...rest) =>
    path === file ? ts.createSourceFile(path, source.join(""), ts.ScriptTarget.ES2024) : getSourceFile(path, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file: at, start = 0, messageText }) => {
    const line = at?.getLineAndCharacterOfPosition(start).line ?? 0;
    const object = objects[Math.floor(line / 2)];
    return `${object ? nameOf(object) : "?"}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

const nameOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.name}`;
