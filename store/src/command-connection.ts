import { Redis } from "ioredis";

/** Writes what is asked in one turn of the event loop all at once: a crowd that comes back costs few system calls. */
export class CommandConnection extends Redis {
  override sendCommand(...args: Parameters<Redis["sendCommand"]>): unknown {
    const { stream } = this;
    if (stream?.writableCorked === 0) {
      stream.cork();
      setImmediate(() => stream.uncork());
    }
    return super.sendCommand(...args);
  }
}
