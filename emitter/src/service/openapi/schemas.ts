import { z } from "zod";
import { callSchema } from "../../payloads.ts";
import { answers } from "../routes/answers.ts";

/** JSON Schema, as far as pages and documents look into it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** What has a name in the document: every answer, and a call of a batch. */
export function namedSchemas(): Readonly<Record<string, JsonSchema>> {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ Call: callSchema, ...answers })) named.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const { schemas } = z.toJSONSchema(named, { io: "input", uri });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutHead(schema)]));
}

/** What a request may bring: before its schema turns it into what the code works with. */
export const schemaOf = (schema: z.ZodType): JsonSchema => withoutHead(z.toJSONSchema(schema, { io: "input" }));

/** The document as a whole says what these say. */
function withoutHead({ $schema: _schema, $id: _id, ...schema }: z.core.JSONSchema.BaseSchema): JsonSchema {
  return schema as JsonSchema;
}
