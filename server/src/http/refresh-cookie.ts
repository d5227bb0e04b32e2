import type { CookieOptions, Request, Response } from "express";

const name = "hubbub_refresh";

/** The cookie that carries the refresh token, and that no script and no other site can use. */
export class RefreshCookie {
  readonly #maxAge: number;

  constructor(maxAgeMs: number) {
    this.#maxAge = maxAgeMs;
  }

  read(request: Request): string | null {
    const value: unknown = request.cookies[name];
    return typeof value === "string" && value.length > 0 ? value : null;
  }

  set(request: Request, response: Response, refreshToken: string): void {
    response.cookie(name, refreshToken, { ...optionsFor(request), maxAge: this.#maxAge });
  }

  clear(request: Request, response: Response): void {
    response.clearCookie(name, optionsFor(request));
  }
}

const optionsFor = (request: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: "strict",
  secure: request.secure,
  path: "/api/session",
});
