import { createChat, createHttpApi, systemEnvironment } from "@hubbub/client";
import { render } from "preact";
import { goToRoom, roomInAddress } from "./page/address.ts";
import { clock } from "./page/clock.ts";
import { onInput } from "./page/input.ts";
import { onLineChange } from "./page/line.ts";
import { browserNotifier } from "./page/notifier.ts";
import { browserStorage } from "./page/storage.ts";
import { pageVisible } from "./page/visibility.ts";
import { App } from "./state/app.ts";
import { AppContext } from "./views/context.ts";
import { Root } from "./views/root.tsx";

const url = location.origin;

const api = createHttpApi({ url });
const storage = browserStorage();
const environment = { ...systemEnvironment, onLineChange };

const app = new App({
  api,
  openChat: () => createChat({ url, getToken: api.getToken, storage, environment }),
  storage,
  page: { room: roomInAddress, visible: pageVisible, onInput, goTo: goToRoom, notifier: browserNotifier() },
  clock,
});

const root = document.getElementById("app");
if (root !== null) {
  render(
    <AppContext.Provider value={app}>
      <Root />
    </AppContext.Provider>,
    root,
  );
}
void app.signIn.restore();
