import { type Credentials, HubbubError, limits } from "@hubbub/protocol";
import { explain, explainAny } from "./words.ts";

export type AccountMode = "sign-up" | "sign-in";

/** What is wrong, beside the field that it is about. */
export interface FormErrors {
  readonly name?: string;
  readonly password?: string;
  readonly form?: string;
}

const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u;
const nameRule = "Letters, digits, dot, dash or underscore, beginning with a letter or digit.";

/** What can be said before a replica is asked; null when nothing is wrong. */
export function checkCredentials({ name, password }: Credentials, mode: AccountMode): FormErrors | null {
  const errors: { name?: string; password?: string } = {};
  if (name === "") errors.name = "Choose the name that others see.";
  else if (name.length > limits.nameLength) errors.name = `At most ${limits.nameLength} characters.`;
  else if (!namePattern.test(name)) errors.name = nameRule;

  if (password === "") errors.password = "Enter a password.";
  else if (mode === "sign-up" && password.length < limits.passwordMin) {
    errors.password = `At least ${limits.passwordMin} characters.`;
  } else if (password.length > limits.passwordMax) errors.password = `At most ${limits.passwordMax} characters.`;
  return errors.name === undefined && errors.password === undefined ? null : errors;
}

/** A refusal, beside the field that it is about. */
export function credentialErrors(error: unknown): FormErrors {
  if (!(error instanceof HubbubError)) return { form: explainAny(error) };
  switch (error.code) {
    case "name_taken":
      return { name: "This name is taken. Choose another, or sign in if it is yours." };
    case "bad_credentials":
      return { password: "No account has this name and password." };
    case "rate_limited":
      return { form: `Too many tries. ${explain(error)}` };
    default:
      return { form: explain(error) };
  }
}
