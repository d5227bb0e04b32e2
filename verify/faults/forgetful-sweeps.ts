/** Loaded into a replica: it buries nobody who died. */
import { Replicas } from "@hubbub/store";

Replicas.prototype.sweep = async () => 0;
