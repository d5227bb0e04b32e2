import { z } from "zod";

export const port = z.coerce.number().int().min(0).max(65_535);
export const milliseconds = z.coerce.number().int().min(1).max(3_600_000);
export const count = z.coerce.number().int().min(1).max(1_000_000);
export const perMinute = z.coerce.number().positive().max(1_000_000);
