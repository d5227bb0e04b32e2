import { useChat } from "./context.ts";

/** Always there as a live region; filled while the connection is down for longer than a blink. */
export function ConnectionBanner() {
  const chat = useChat();
  const outage = chat.outage.value;
  return (
    <div class={outage === null ? "banner" : "banner banner-shown"} role="status">
      {outage !== null && (
        <>
          <p>
            {outage.what} <span aria-hidden="true">{outage.next}</span>
          </p>
          <button type="button" class="button button-small" onClick={() => chat.reconnect()}>
            Retry now
          </button>
        </>
      )}
    </div>
  );
}
