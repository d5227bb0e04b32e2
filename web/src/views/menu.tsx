import { useSignal } from "@preact/signals";
import type { ComponentChildren, TargetedEvent } from "preact";
import { useId, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

export interface MenuItem {
  readonly icon?: IconName;
  readonly text: string;
  readonly isDangerous?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly class: string;
  /** Where it is not a stop of the Tab key, something around it opens it otherwise. */
  readonly tabIndex?: number;
  /** Small things side by side instead of lines. */
  readonly isGrid?: boolean;
  readonly items: readonly MenuItem[];
  readonly children: ComponentChildren;
}

/**
 * A button and what it offers, in a popover of the browser: Escape and a click elsewhere close it. It goes with the button
 * where that is moved, as by a new message.
 */
export function Menu({ label, items, isGrid = false, children, ...button }: MenuProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const isOpen = useSignal(false);
  const stopFollowing = useRef(() => {});

  const onToggle = ({ currentTarget: menu, newState }: TargetedEvent<HTMLDivElement, ToggleEvent>) => {
    stopFollowing.current();
    const button = opener.current;
    if (newState !== "open" || button === null) return;
    place(menu, button);
    itemsOf(menu)[0]?.focus({ preventScroll: true });
    const follow = ({ target }: Event) => target instanceof Node && target.contains(button) && place(menu, button);
    addEventListener("scroll", follow, true);
    stopFollowing.current = () => removeEventListener("scroll", follow, true);
  };

  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        popovertarget={id}
        {...button}
      >
        {children}
      </button>
      <div
        id={id}
        class={isGrid ? "menu menu-grid" : "menu"}
        role="menu"
        aria-label={label}
        popover="auto"
        onBeforeToggle={event => {
          isOpen.value = event.newState === "open";
        }}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
      >
        {isOpen.value && items.map(item => <Item key={item.text} item={item} />)}
      </div>
    </>
  );
}

function Item({ item }: { item: MenuItem }) {
  return (
    <button
      type="button"
      role="menuitem"
      class={item.isDangerous === true ? "menu-item menu-item-dangerous" : "menu-item"}
      onClick={event => {
        event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
        item.onSelect();
      }}
    >
      {item.icon !== undefined && <Icon name={item.icon} />}
      {item.text}
    </button>
  );
}

/** How many stand side by side in a grid. */
const gridWidth = 8;

const itemsOf = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];

function onKeyDown(event: TargetedEvent<HTMLDivElement, KeyboardEvent>): void {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex(item => item.matches(":focus"));
  const line = event.currentTarget.matches(".menu-grid") ? gridWidth : 1;
  const steps = { ArrowDown: line, ArrowUp: -line, ArrowRight: 1, ArrowLeft: -1 };
  const step = steps[event.key as keyof typeof steps];
  const next = step === undefined ? { Home: 0, End: items.length - 1 }[event.key] : (at + step) % items.length;
  if (event.key === "Tab" || event.key === "Escape") event.currentTarget.hidePopover();
  if (next === undefined && event.key !== "Escape") return;
  // Escape closes the menu, and nothing around it.
  event.preventDefault();
  event.stopPropagation();
  if (next !== undefined) items.at(next)?.focus();
}

/** Below the button where there is room, else above it; never beyond the edge of the page. */
function place(menu: HTMLElement, opener: HTMLElement): void {
  const around = opener.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = around.bottom + 4;
  const top = below + height <= innerHeight - 8 ? below : around.top - height - 4;
  menu.style.top = `${Math.max(8, top)}px`;
  menu.style.left = `${Math.max(8, Math.min(around.right - width, innerWidth - width - 8))}px`;
}
