import type { MasterClock } from '#main/clock/master-clock.ts';
import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { BlockRepository } from '#main/store/repositories/block-port.ts';
import type { ChannelRepository } from '#main/store/repositories/channel-port.ts';
import type { LogReader } from '#main/store/repositories/log-port.ts';
import type { PinRepository } from '#main/store/repositories/pin-port.ts';
import type { PlanRepository } from '#main/store/repositories/plan-port.ts';
import type { RebuildOfferRepository } from '#main/store/repositories/rebuild-offer-port.ts';
import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import type { SettingsRepository } from '#main/store/repositories/settings-port.ts';
import type { VirtualAssetRepository } from '#main/store/repositories/virtual-asset-port.ts';
import type { Transactions } from '#main/store/store.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';

/** Tells the station's clients what changed. */
export type Announce = <Name extends EventName>(event: Name, payload: EventPayload<Name>) => void;

/** What an edit of the operator's reads and writes. What is frozen, locked or aired is read only. */
export interface EditedStore {
  readonly channels: ChannelRepository;
  readonly plans: PlanRepository;
  readonly blocks: BlockRepository;
  readonly pins: PinRepository;
  readonly virtualAssets: VirtualAssetRepository;
  readonly rebuildOffers: RebuildOfferRepository;
  readonly settings: SettingsRepository;
  readonly assets: AssetReader;
  readonly days: ScheduleDayReader;
  readonly log: LogReader;
}

/** What an edit works with. There is no horizon among it: an edit plans nothing, what planning has to do follows from the events. */
export interface Edit {
  /** Inside the edit's transaction. */
  readonly store: EditedStore;
  readonly clock: MasterClock;
  /** Kept back until everything is stored. */
  readonly announce: Announce;
}

/** What edits are run with. */
export interface EditRoom {
  readonly store: Transactions<EditedStore>;
  readonly clock: MasterClock;
  readonly announce: Announce;
}

/**
 * Runs one edit of the operator's: load, edit, check, save, all in one transaction. Whatever it throws, nothing of it is
 * left, neither in the store nor as an event.
 */
export async function runEdit<T>(room: EditRoom, run: (edit: Edit) => Promise<T>): Promise<T> {
  const announced: (() => void)[] = [];
  const result = await room.store.transaction((store) => {
    announced.length = 0;
    return run({
      store,
      clock: room.clock,
      announce: (event, payload) => {
        announced.push(() => {
          room.announce(event, payload);
        });
      },
    });
  });
  for (const announce of announced) announce();
  return result;
}

/** Functions that edit, by name. */
type EditTable = Readonly<Record<string, (edit: Edit, ...input: never[]) => Promise<unknown>>>;

/** The same functions for whoever is outside: each call is one edit. */
export type Edits<Table extends EditTable> = {
  readonly [Name in keyof Table]: Table[Name] extends (
    edit: Edit,
    ...input: infer Given
  ) => Promise<infer Made>
    ? (...input: Given) => Promise<Made>
    : never;
};

/** Makes each function of the table one edit: all or nothing, announced when it is stored. */
export function asEdits<Table extends EditTable>(room: EditRoom, table: Table): Edits<Table> {
  const entries = Object.entries(table).map(([name, edit]) => [
    name,
    (...input: never[]) => runEdit(room, (inside) => edit(inside, ...input)),
  ]);
  return Object.fromEntries(entries) as Edits<Table>;
}
