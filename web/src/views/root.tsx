import { ChatScreen } from "./chat-screen.tsx";
import { useApp } from "./context.ts";
import { SignInScreen } from "./sign-in-screen.tsx";
import { Toasts } from "./toasts.tsx";
import { WaitingScreen } from "./waiting-screen.tsx";

export function Root() {
  return (
    <>
      <Screen />
      <Toasts />
    </>
  );
}

function Screen() {
  const app = useApp();
  const chat = app.chat.value;
  if (chat !== null) return <ChatScreen chat={chat} />;
  if (app.signIn.phase.value === "signed-out") return <SignInScreen />;
  return <WaitingScreen unreachable={app.signIn.phase.value === "unreachable"} />;
}
