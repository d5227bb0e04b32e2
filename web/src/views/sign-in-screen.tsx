import { type Credentials, limits } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type AccountMode, checkCredentials, credentialErrors, type FormErrors } from "../state/credentials.ts";
import { useApp } from "./context.ts";
import { Field } from "./field.tsx";
import { Logo } from "./logo.tsx";

const buttonText = { "sign-up": "Create account", "sign-in": "Sign in" } as const;

export function SignInScreen() {
  const mode = useSignal<AccountMode>("sign-up");
  const form = useAccountForm();
  const { errors, busy } = form;
  const signingUp = mode.value === "sign-up";

  /** The other way in: at once when the fields are filled, else with the words of that way. */
  const switchMode = () => {
    mode.value = signingUp ? "sign-in" : "sign-up";
    form.switchTo(mode.value);
  };

  return (
    <main class="sign-in">
      <form
        ref={form.element}
        class="card"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          void form.submit(mode.value);
        }}
      >
        <header class="sign-in-header">
          <Logo />
          <h1>{signingUp ? "Join the hubbub" : "Welcome back"}</h1>
          <p>{signingUp ? "A name and a password will do." : "Good to see you again."}</p>
        </header>
        {errors.form !== undefined && (
          <p class="form-error" role="alert">
            {errors.form}
          </p>
        )}
        <Field
          label="Name"
          name="name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          maxLength={limits.nameLength}
          required
          error={errors.name}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          required
          error={errors.password}
          autocomplete={signingUp ? "new-password" : "current-password"}
          hint={signingUp ? `At least ${limits.passwordMin} characters.` : undefined}
        />
        <button type="submit" class="button button-primary" disabled={busy}>
          {buttonText[mode.value]}
        </button>
        <p class="sign-in-other">
          {signingUp ? "Been here before?" : "New here?"}{" "}
          <button type="button" class="link-button" disabled={busy} onClick={switchMode}>
            {buttonText[signingUp ? "sign-in" : "sign-up"]}
          </button>
        </p>
      </form>
    </main>
  );
}

function useAccountForm() {
  const { signIn } = useApp();
  const element = useRef<HTMLFormElement>(null);
  const errors = useSignal<FormErrors>({});
  const busy = useSignal(false);

  const read = (): Credentials => {
    const data = element.current === null ? new FormData() : new FormData(element.current);
    return { name: String(data.get("name") ?? "").trim(), password: String(data.get("password") ?? "") };
  };

  const refuse = (found: FormErrors) => {
    errors.value = found;
    const wrong = found.name !== undefined ? "name" : found.password !== undefined ? "password" : null;
    if (wrong !== null) element.current?.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
  };

  const submit = async (mode: AccountMode) => {
    const credentials = read();
    const found = checkCredentials(credentials, mode);
    if (found !== null) return refuse(found);
    busy.value = true;
    errors.value = {};
    try {
      await (mode === "sign-up" ? signIn.signUp(credentials) : signIn.signIn(credentials));
    } catch (error) {
      refuse(credentialErrors(error));
    } finally {
      busy.value = false;
    }
  };

  const switchTo = (mode: AccountMode) => {
    const { name, password } = read();
    errors.value = {};
    if (name !== "" && password !== "") void submit(mode);
    else element.current?.querySelector<HTMLInputElement>(name === "" ? "[name=name]" : "[name=password]")?.focus();
  };

  return { element, errors: errors.value, busy: busy.value, submit, switchTo };
}
