import { useSignal } from "@preact/signals";
import { explainAny } from "../state/words.ts";
import { Field } from "./field.tsx";

interface NameFormProps {
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly maxLength: number;
  /** Rejects, or returns a sentence, where the name will not do. */
  readonly onSubmit: (name: string) => Promise<string | undefined>;
}

/** One name and a button, with what is wrong beside it. */
export function NameForm({ label, hint, button, maxLength, onSubmit }: NameFormProps) {
  const name = useSignal("");
  const error = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);

  const submit = async () => {
    busy.value = true;
    error.value = await onSubmit(name.value.trim()).catch(explainAny);
    busy.value = false;
  };

  return (
    <form
      class="name-form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field
        label={label}
        hint={hint}
        error={error.value}
        value={name}
        maxLength={maxLength}
        autocomplete="off"
        autocapitalize="none"
        autofocus
        onInput={event => {
          name.value = event.currentTarget.value;
          error.value = undefined;
        }}
      />
      <button type="submit" class="button button-primary" disabled={busy.value}>
        {button}
      </button>
    </form>
  );
}
