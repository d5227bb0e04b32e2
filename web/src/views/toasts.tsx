import { useApp } from "./context.ts";
import { Icon } from "./icon.tsx";

export function Toasts() {
  const { toasts } = useApp();
  return (
    <section class="toasts" aria-label="Notices" aria-live="polite">
      {toasts.list.value.map(toast => (
        <div class="toast" key={toast.id}>
          <div class="toast-text">
            <strong>{toast.title}</strong>
            <p>{toast.text}</p>
          </div>
          <button
            type="button"
            class="icon-button"
            aria-label={`Dismiss: ${toast.title}`}
            onClick={() => toasts.dismiss(toast.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}
