import type { RoomView } from "@hubbub/client";
import { generalRoom } from "@hubbub/protocol";
import { roomName } from "../state/words.ts";
import { useChat } from "./context.ts";

interface BeginningProps {
  readonly room: RoomView;
  readonly loading: boolean;
  readonly onLoad: () => void;
}

/** What stands above the first message: older ones, a loss, or the room's beginning. */
export function Beginning({ room, loading, onLoad }: BeginningProps) {
  return (
    <>
      {room.resyncs > 0 && !room.more && <p class="gap">What was said before this line could not be recovered.</p>}
      {room.more && (
        <button type="button" class="button button-small button-quiet" disabled={loading} onClick={onLoad}>
          {loading ? "Loading older messages…" : "Load older messages"}
        </button>
      )}
      {!room.more && room.resyncs === 0 && room.position !== null && <Welcome room={room} />}
    </>
  );
}

const readers = {
  public: "Everybody can join and read this.",
  private: "Only those who were invited can read this.",
  direct: "Only the two of you can read this.",
} as const;

function Welcome({ room }: { room: RoomView }) {
  return (
    <div class="welcome">
      <p class="welcome-title">{room.kind === "direct" ? `You and ${room.title}` : `Welcome to ${roomName(room)}`}</p>
      <p>{room.id === generalRoom ? "Everybody is here, and can read this." : readers[room.kind]}</p>
      {room.messages.length + room.pending.length === 0 && <FirstStep room={room} />}
    </div>
  );
}

/** What to do in a room where nobody has said a thing. */
function FirstStep({ room }: { room: RoomView }) {
  const chat = useChat();
  if (room.kind !== "private") return <p>Say the first word.</p>;
  return (
    <p>
      <button
        type="button"
        class="link-button"
        onClick={() => {
          chat.dialog.value = { kind: "details", room: room.id };
        }}
      >
        Invite somebody
      </button>{" "}
      and say the first word.
    </p>
  );
}
