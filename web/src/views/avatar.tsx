import type { User } from "@hubbub/protocol";
import { avatarHue, initials } from "../state/avatars.ts";

/** Initials in the person's colour; `online` adds the dot, whose meaning must stand in words nearby. */
export function Avatar({ user, online }: { user: User; online?: boolean }) {
  return (
    <span class="avatar" data-hue={avatarHue(user.id)} aria-hidden="true">
      {initials(user)}
      {online !== undefined && <span class={online ? "dot dot-online" : "dot"} />}
    </span>
  );
}
