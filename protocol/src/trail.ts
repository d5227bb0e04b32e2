/**
 * How one message is followed on its way through a deployment: in logs by the connection that it came through, in traces
 * by the step that sent it on. It travels between emitters and replicas, beside the message; no client gets it.
 */
export interface Trail {
  readonly connection?: string;
  /** As W3C Trace Context has them. */
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/** Of those messages of a batch that are followed, by their seqs. */
export type Trails = Readonly<Record<number, Trail>>;
