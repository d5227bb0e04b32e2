import { useEffect } from "preact/hooks";
import { useApp } from "./context.ts";
import { Logo } from "./logo.tsx";

const tryAgainEvery = 3_000;

/** While nobody knows yet who is signed in. */
export function WaitingScreen({ unreachable }: { unreachable: boolean }) {
  const { signIn } = useApp();

  useEffect(() => {
    if (!unreachable) return;
    const timer = setInterval(() => void signIn.restore(), tryAgainEvery);
    return () => clearInterval(timer);
  }, [unreachable, signIn]);

  return (
    <main class="waiting" aria-busy={!unreachable}>
      <Logo />
      {unreachable && (
        <>
          <h1>Hubbub cannot be reached</h1>
          <p>It may be starting, or your network is down. This page tries again by itself.</p>
          <button type="button" class="button" onClick={() => void signIn.restore()}>
            Retry now
          </button>
        </>
      )}
    </main>
  );
}
