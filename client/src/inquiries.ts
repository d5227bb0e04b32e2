import { type Answer, limits, type MemberPage, type Payload, type PersonRef, type RequestName } from "@hubbub/protocol";
import type { RoomsAndPeople } from "./types.ts";

/** How many a list shows that is to be chosen from. */
const found = 20;

/** What is asked of a replica and needs nothing here but the answer. */
export abstract class Inquiries implements RoomsAndPeople {
  protected abstract ask<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Answer<Name>>;

  async invite(room: string, who: PersonRef) {
    return (await this.ask("room:invite", { room, ...who })).user;
  }

  async changeRoom(room: string, change: { title?: string; owner?: string }): Promise<void> {
    await this.ask("room:change", { room, ...change });
  }

  async removeMember(room: string, user: string): Promise<void> {
    await this.ask("room:remove", { room, user });
  }

  async mute(room: string, user: string, until: number): Promise<void> {
    await this.ask("room:mute", { room, user, until });
  }

  async ban(room: string, user: string, banned: boolean): Promise<void> {
    await this.ask("room:ban", { room, user, banned });
  }

  members(
    room: string,
    { after, limit = limits.pageLength }: { after?: string; limit?: number } = {},
  ): Promise<MemberPage> {
    return this.ask("room:members", after === undefined ? { room, limit } : { room, after, limit });
  }

  async findPeople(prefix: string) {
    return (await this.ask("people:find", { prefix, limit: found })).people;
  }

  async findRooms(prefix: string) {
    return (await this.ask("rooms:find", { prefix, limit: found })).rooms;
  }
}
