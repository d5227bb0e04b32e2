import type { InputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

type InputProps = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | "name"
  | "value"
  | "autocomplete"
  | "autocapitalize"
  | "autofocus"
  | "spellcheck"
  | "maxLength"
  | "required"
  | "onInput"
>;

interface FieldProps extends InputProps {
  readonly type?: "text" | "password";
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** An input with its label, and below it a hint or what is wrong. */
export function Field({ label, hint, error, type = "text", ...input }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  const attributes = {
    ...input,
    id,
    "aria-invalid": error !== undefined,
    "aria-describedby": note === undefined ? undefined : noteId,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === "password" ? <input type="password" {...attributes} /> : <input type="text" {...attributes} />}
      {note !== undefined && (
        <p
          id={noteId}
          class={error === undefined ? "hint" : "hint hint-error"}
          role={error === undefined ? undefined : "alert"}
        >
          {note}
        </p>
      )}
    </div>
  );
}
