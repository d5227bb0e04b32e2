import type { User } from "@hubbub/protocol";
import { avatarHue, initials } from "../state/avatars.ts";
import type { PresenceState } from "../state/people.ts";

/**
 * Initials in the person's colour. `state` adds a mark that differs in shape as well as in colour: full, a crescent, a ring;
 * what it means must stand in words nearby.
 */
export function Avatar({ user, state }: { user: User; state?: PresenceState }) {
  return (
    <span class="avatar" data-hue={avatarHue(user.id)} aria-hidden="true">
      {initials(user)}
      {state !== undefined && <span class={`dot dot-${state}`} />}
    </span>
  );
}
