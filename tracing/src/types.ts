/** Fits pino. */
export interface TracingLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface TracedService {
  /** What traces call it: `hubbub-server`. */
  readonly name: string;
  /** Which one of these. */
  readonly instance: string;
  readonly logger: TracingLogger;
}

export interface OpenTracing {
  /** Sends what was recorded, within two seconds. */
  stop(): Promise<void>;
}
