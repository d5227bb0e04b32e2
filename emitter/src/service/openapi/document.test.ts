import { Validator } from "@seriousme/openapi-schema-validator";
import type { Express } from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeEmitter } from "../../../test/fake-emitter.ts";
import { openHttp } from "../../../test/http-service.ts";
import { openApiDocument } from "./document.ts";
import { html } from "./html.ts";

let http: Awaited<ReturnType<typeof openHttp>>;

beforeAll(async () => {
  http = await openHttp(fakeEmitter());
});

afterAll(() => http.stop());

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

/** `get /v1/rooms/{room}/messages` of everything that the app answers. */
function addressesOf({ router }: Express): string[] {
  const walk = (layers: readonly Layer[]): string[] =>
    layers.flatMap(({ route, handle }) => {
      if (!route) return walk(handle?.stack ?? []);
      const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
      return Object.keys(route.methods)
        .filter(method => method !== "_all")
        .map(method => `${method} ${path}`);
    });
  return walk(router.stack as unknown as readonly Layer[]);
}

describe("the document", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    expect(await validator.validate(JSON.parse(JSON.stringify(openApiDocument())))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("names every address of the app, and no other", () => {
    const told = Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method} ${path}`),
    );
    expect(told.toSorted()).toEqual(addressesOf(http.app).toSorted());
  });

  it("says of each operation what it answers, under an id of its own", () => {
    const operations = Object.values(openApiDocument().paths).flatMap(methods => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { tags, responses } of operations.filter(({ tags }) => tags.includes("calls"))) {
      expect(Object.keys(responses), tags.join()).toEqual(expect.arrayContaining(["400", "401", "403", "429", "503"]));
    }
  });

  it("is served as it is", async () => {
    expect((await http.ask("/openapi.json", { key: null })).body).toEqual(openApiDocument());
  });
});

describe("the page", () => {
  it("tells every operation, and loads nothing but its own style", async () => {
    const { status, headers, text } = await http.ask("/docs", { key: null });
    expect(status).toBe(200);
    for (const methods of Object.values(openApiDocument().paths)) {
      for (const { operationId } of Object.values(methods)) expect(text).toContain(`id="op-${operationId}"`);
    }
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(text).not.toMatch(/<script|\bon\w+=|style="|src=|https?:\/\//);
  });

  it("leads every link to a place that there is", async () => {
    const { text } = await http.ask("/docs", { key: null });
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter(link => !ids.has(link))).toEqual([]);
  });

  it("has no markup in what it says", () => {
    expect(html`<p>${'<b> & "it\'s"'}</p>`.source).toBe("<p>&#60;b&#62; &#38; &#34;it&#39;s&#34;</p>");
  });
});
