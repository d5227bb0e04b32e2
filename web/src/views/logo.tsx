/** The mark beside the name, or alone in a larger size. Says nothing to screen readers: the name does. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        class="logo-bubble"
        d="M16 3C8.3 3 2.5 8.1 2.5 14.6c0 3.5 1.7 6.6 4.4 8.7L6 28.3c-.1.7.6 1.2 1.2.9l5.7-2.9c1 .2 2 .3 3.1.3 7.7 0 13.5-5.1 13.5-11.7S23.7 3 16 3Z"
      />
      <rect class="logo-voice" x="8.5" y="12" width="3" height="6" rx="1.5" />
      <rect class="logo-voice logo-voice-loud" x="14.5" y="8.5" width="3" height="13" rx="1.5" />
      <rect class="logo-voice" x="20.5" y="11" width="3" height="8" rx="1.5" />
    </svg>
  );
}
