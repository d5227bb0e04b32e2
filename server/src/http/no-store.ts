import type { RequestHandler } from "express";

/** Answers of the API hold tokens and change all the time: no cache keeps them. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
  next();
};
