import { Ajv2020 } from "ajv/dist/2020.js";
import type { Document } from "../src/service/openapi/document.ts";

/** Holds answers of the service to its document. */
export class Contract {
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false });
  readonly #paths: readonly { readonly template: string; readonly pattern: RegExp }[];
  readonly #document: Document;

  constructor(document: Document) {
    this.#document = document;
    this.#ajv.addSchema(document, "document");
    this.#paths = Object.keys(document.paths).map(template => ({
      template,
      pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
    }));
  }

  /** Throws an Error that says what an answer has that the document does not say. */
  check(method: string, path: string, status: number, contentType: string, body: string): void {
    const template = this.#paths.find(({ pattern }) => pattern.test(path))?.template;
    const [type = ""] = contentType.split(";");
    // Of an address that there is not, the document says no more than what every problem is.
    if (template === undefined || status === 405) {
      this.#checkValues(`${method} ${path}`, "document#/components/schemas/Problem", [body]);
      return;
    }
    const responses = ["paths", template, method.toLowerCase(), "responses", String(status)];
    const schema = this.#schemaAt(responses, type, `${method} ${path}: ${status} ${type}`);
    if (type === "application/x-ndjson") {
      const lines = body.split("\n").filter(Boolean);
      this.#checkValues(`${method} ${path}`, "document#/components/schemas/Outcome", lines);
    } else if (type.endsWith("json")) {
      this.#checkValues(`${method} ${path}`, schema, [body]);
    }
  }

  #checkValues(what: string, ref: string, values: readonly string[]): void {
    const isValid = this.#ajv.getSchema(ref);
    if (isValid === undefined) throw new Error(`There is no ${ref}.`);
    for (const value of values) {
      if (!isValid(JSON.parse(value))) throw new Error(`${what}: ${this.#ajv.errorsText(isValid.errors)} in ${value}`);
    }
  }

  #schemaAt(responses: readonly string[], type: string, what: string): string {
    const place = (at: readonly string[]): unknown =>
      at.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], this.#document);
    const response = place(responses) as { $ref?: string } | undefined;
    const where = response?.$ref ? response.$ref.slice(2).split("/") : responses;
    if (place([...where, "content", type]) === undefined) throw new Error(`The document does not know ${what}.`);
    const pointer = [...where, "content", type, "schema"].map(name => name.replaceAll("~", "~0").replaceAll("/", "~1"));
    return `document#/${pointer.map(encodeURIComponent).join("/")}`;
  }
}
