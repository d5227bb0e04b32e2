import { Router } from "express";
import { openApiDocument } from "./document.ts";
import { contentSecurityPolicy, pageOf } from "./page.ts";

/** The document, for machines and for people. */
export function documentRoutes(): Router {
  const document = openApiDocument();
  const page = pageOf(document);
  return Router()
    .get("/openapi.json", (_request, response) => {
      response.json(document);
    })
    .get("/docs", (_request, response) => {
      response.set({
        "Content-Security-Policy": contentSecurityPolicy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
      });
      response.type("html").send(page);
    });
}
