/** The document as one page for people: no script, and nothing from elsewhere. */
import { createHash } from "node:crypto";
import { problemTitles } from "../problems.ts";
import type { Document, Operation, Parameter } from "./document.ts";
import { Html, html } from "./html.ts";
import type { JsonSchema } from "./schemas.ts";

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 54rem; margin: 0 auto; padding: 2rem 1rem 6rem; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 3rem; } h3 { margin-top: 2.5rem; overflow-wrap: anywhere; }
code, pre { font: 0.9em ui-monospace, monospace; } pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; border-radius: 6px; }
table { border-collapse: collapse; width: 100%; } td, th { padding: 0.35rem 0.75rem 0.35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #8884; }
td:first-child { white-space: nowrap; } caption { text-align: left; padding: 0.75rem 0 0.25rem; font-weight: 600; }
nav ul { columns: 18rem; list-style: none; padding: 0; } .method { text-transform: uppercase; }
`;

/** What the page may load: its own style, by its hash. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function pageOf(document: Document): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${document.info.title}</title>
<style>${new Html(style)}</style></head>
<body>
<h1>${document.info.title}</h1>
<p>${document.info.description} For machines: <a href="/openapi.json">openapi.json</a>.</p>
<p>Every call needs the header <code>Authorization: Bearer &lt;API key&gt;</code>.</p>
<nav aria-label="Addresses"><ul>${operations.map(({ operation }) => linkTo(operation))}</ul></nav>
<main>
<h2>Addresses</h2>
${operations.map(({ method, path, operation }) => section(method, path, operation))}
<h2>Shapes</h2>
${Object.entries(document.components.schemas).map(([name, schema]) => shape(name, schema))}
<h2>Problems</h2>
<p>Every refusal is a <a href="#Problem">Problem</a>. One that is temporary may be tried again; a message, under the same key.</p>
<dl>${Object.entries(problemTitles).map(([status, title]) => html`<dt id="problem-${status}"><code>${status}</code></dt><dd>${title}</dd>`)}</dl>
</main>
</body></html>
`;
  return page.source;
}

const linkTo = ({ operationId, summary }: Operation): Html =>
  html`<li><a href="#op-${operationId}">${operationId}</a> <small>${summary}</small></li>`;

function section(method: string, path: string, operation: Operation): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const bodies = Object.entries(requestBody?.content ?? {});
  return html`<section id="op-${operationId}">
<h3><code><span class="method">${method}</span> ${path}</code></h3>
<p>${summary}. ${description}</p>
${operation.tags.includes("calls") ? example(method, path, operation) : undefined}
${parameters.length > 0 ? table("Parameters", parameters.map(parameterRow)) : undefined}
${bodies.map(([type, { schema }]) => table(`Body, ${type}`, rowsOf(schema)))}
<p>Answers: ${Object.entries(responses).map(answer)}</p>
</section>`;
}

function answer([status, response]: [string, object]): Html {
  if ("$ref" in response) return html`<a href="#problem-${status}">${status}</a> `;
  const content = "content" in response ? (response.content as Record<string, { schema: JsonSchema }>) : {};
  const shapes = Object.values(content).map(({ schema }) => html` ${typeOf(schema)}`);
  return html`<code>${status}</code>${shapes} · `;
}

function example(method: string, path: string, { parameters = [], requestBody }: Operation): Html {
  const given = new Map(parameters.map(({ name, example }) => [name, String(example ?? name)]));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => given.get(name) ?? name);
  const schema = requestBody?.content["application/json"]?.schema;
  const examples = Object.entries(schema?.properties ?? {}).flatMap(([name, { example }]) =>
    example === undefined ? [] : [[name, example]],
  );
  const body = schema?.items ? [{ verb: "announce", room: "general", text: "Hello" }] : Object.fromEntries(examples);
  const data = schema === undefined ? "" : ` \\\n  -H "Content-Type: application/json" -d '${JSON.stringify(body)}'`;
  return html`<pre tabindex="0"><code>curl -X ${method.toUpperCase()} "$EMITTER${filled}" -H "Authorization: Bearer $KEY"${data}</code></pre>`;
}

const shape = (name: string, schema: JsonSchema): Html =>
  html`<section id="${name}"><h3>${name}</h3><p>${schema.description}</p>${table("", rowsOf(schema))}</section>`;

const table = (caption: string, rows: readonly Html[]): Html =>
  html`<table>${caption ? html`<caption>${caption}</caption>` : undefined}<tbody>${rows}</tbody></table>`;

const parameterRow = ({ name, in: place, required, description, schema }: Parameter): Html =>
  row(`${name}`, html`${place}, ${required ? "required, " : ""}${typeOf(schema)}`, description);

const row = (name: string, type: Html, description: string | undefined): Html =>
  html`<tr><td><code>${name}</code></td><td>${type}</td><td>${description}</td></tr>`;

function rowsOf(schema: JsonSchema): Html[] {
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return either.flatMap((one, index) => [...(index ? [row("or", html``, "")] : []), ...rowsOf(one)]);
  if (!schema.properties) return [row("", typeOf(schema), schema.description)];
  return Object.entries(schema.properties).map(([name, property]) => {
    const needed = schema.required?.includes(name) ? html`, required` : html``;
    return row(name, html`${typeOf(property)}${needed}`, property.description);
  });
}

function typeOf(schema: JsonSchema): Html {
  const name = schema.$ref?.split("/").at(-1);
  if (name) return html`<a href="#${name}">${name}</a>`;
  if (schema.items) return html`array of ${typeOf(schema.items)}`;
  if ("const" in schema) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum) return html`${schema.enum.map(value => html`<code>${JSON.stringify(value)}</code> `)}`;
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return html`${either.map((one, index) => html`${index ? " or " : ""}${typeOf(one)}`)}`;
  if (schema.properties) return html`{ ${Object.keys(schema.properties).join(", ")} }`;
  return html`${schema.type ?? "anything"}`;
}
