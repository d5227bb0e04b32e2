import { setTimeout as delay } from "node:timers/promises";
import { type Address, Person } from "./people.ts";
import { until } from "./until.ts";

/** Two people on two replicas who talk all the time, and notice when anything disturbs them. */
export class Witnesses {
  readonly #ada: Person;
  readonly #bob: Person;
  readonly #room: string;
  readonly #said: string[] = [];
  #talking = true;
  #end: Promise<void> = Promise.resolve();

  private constructor(ada: Person, bob: Person, room: string) {
    this.#ada = ada;
    this.#bob = bob;
    this.#room = room;
  }

  static async begin(first: Address, second: Address, room = "witnesses"): Promise<Witnesses> {
    const [ada, bob] = [await Person.connect(first), await Person.connect(second)];
    for (const person of [ada, bob]) await person.accepted("room:join", { room });
    const witnesses = new Witnesses(ada, bob, room);
    witnesses.#end = witnesses.#talk();
    witnesses.#end.catch(() => {});
    return witnesses;
  }

  /**
   * Fails unless they go on, and if a message was refused, lost, doubled or numbered wrongly, or one of them cut off.
   * The broadcasts of two replicas may overtake each other.
   */
  async swear(): Promise<void> {
    const before = this.#said.length;
    await Promise.race([this.#end, until(() => this.#said.length > before + 1, "the witnesses to go on")]);
    const said = [...this.#said];
    for (const witness of [this.#ada, this.#bob]) {
      const hasHeardAll = () => {
        const heard = new Set(witness.heard(this.#room));
        return said.every(text => heard.has(text));
      };
      await until(hasHeardAll, "the witnesses to hear everything");
      const messages = witness.batches(this.#room).toSorted((one, other) => one.seq - other.seq);
      const heard = messages.map(({ text }) => text).slice(0, said.length);
      if (heard.join() !== said.join()) throw new Error(`Said ${said}; heard ${heard}`);
      if (witness.welcomes.length !== 1) throw new Error("A witness was cut off");
    }
  }

  async leave(): Promise<void> {
    this.#talking = false;
    await this.#end;
    this.#ada.leave();
    this.#bob.leave();
  }

  async #talk(): Promise<void> {
    for (let turn = 0; this.#talking; turn += 1) {
      const speaker = turn % 2 === 0 ? this.#ada : this.#bob;
      this.#said.push((await speaker.say(this.#room, `turn ${turn}`)).text);
      // Two people share 20 messages a second.
      await delay(60);
    }
  }
}
