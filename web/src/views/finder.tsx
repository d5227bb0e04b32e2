import { useSignal } from "@preact/signals";
import type { ComponentChildren, TargetedEvent } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { Finding, type Found, type Scope } from "../state/finding.ts";
import { useChat } from "./context.ts";
import { FoundItem } from "./found-item.tsx";
import { Icon } from "./icon.tsx";

interface FinderProps {
  readonly label: string;
  readonly hint: string;
  readonly scope: Scope;
  /** Where finding is all that one came for. */
  readonly autofocus?: boolean;
  readonly onChoose: (found: Found) => void;
}

/** A field and what begins like the words in it: ↑ and ↓ go through the list, Enter takes one. */
export function Finder({ label, hint, scope, autofocus = false, onChoose }: FinderProps) {
  const chat = useChat();
  const id = useId();
  const [finding] = useState(() => new Finding(chat.directory, scope));
  const text = useSignal("");
  const at = useSignal(0);
  const found = finding.found.value;
  const active = Math.min(at.value, found.length - 1);

  useEffect(() => {
    at.value = 0;
    void finding.look(text.value);
  }, [text.value]);

  const choose = (item: Found) => {
    text.value = "";
    onChoose(item);
  };

  const onKeyDown = (event: TargetedEvent<HTMLInputElement, KeyboardEvent>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[active];
    if (step !== undefined) at.value = (active + step + found.length) % Math.max(1, found.length);
    else if (event.key === "Enter" && chosen !== undefined) choose(chosen);
    else return;
    event.preventDefault();
  };

  return (
    <div class="finder">
      <div class="finder-box">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label={label}
          placeholder={label}
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          autocomplete="off"
          autocapitalize="none"
          autofocus={autofocus}
          value={text}
          onInput={event => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <Options id={id} label={label} found={found} active={active} onChoose={choose} />
      <FinderNote>{finding.error.value ?? (found.length > 0 ? null : emptyNote(finding, text.value, hint))}</FinderNote>
    </div>
  );
}

interface OptionsProps {
  readonly id: string;
  readonly label: string;
  readonly found: readonly Found[];
  readonly active: number;
  readonly onChoose: (item: Found) => void;
}

/** The focus stays in the field. */
function Options({ id, label, found, active, onChoose }: OptionsProps) {
  return (
    <div id={`${id}-list`} class="finder-list" role="listbox" aria-label={label}>
      {found.map((item, index) => (
        <button
          key={item.key}
          type="button"
          id={`${id}-${index}`}
          class="item"
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          onMouseDown={event => event.preventDefault()}
          onClick={() => onChoose(item)}
        >
          <FoundItem item={item} />
        </button>
      ))}
    </div>
  );
}

const emptyNote = (finding: Finding, text: string, hint: string): string | null => {
  if (text.trim() === "") return hint;
  return finding.settled.value ? "Nothing begins like that." : null;
};

const FinderNote = ({ children }: { children: ComponentChildren }) => (
  <p class="hint" role="status">
    {children}
  </p>
);
