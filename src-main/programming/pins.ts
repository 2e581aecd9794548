import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { PinReader } from '#main/store/repositories/pin-port.ts';
import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import type { ParsedInput } from '#shared/contract/index.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { type ChannelId, PinId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Finding } from '#shared/model/finding.ts';
import { encoreSourcesIn, requireEncoreSources } from '#shared/planning/plan/encore-sources.ts';
import { describePin, isPinOn, refusePinOverlap, rowOfPin } from '#shared/planning/plan/pins.ts';
import { checkYearlyRange } from '#shared/planning/plan/plan-matching.ts';
import { validatePin } from '#shared/planning/validate/validate-pin.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import type { Edit } from './edit.ts';
import { newlyIneligible } from './eligible-content.ts';
import type { FindingsReader } from './plan-findings.ts';
import { readCatalog } from './read-catalog.ts';
import { requireChannel } from './require-stored.ts';

/** What a pin is checked against. */
export interface PinSurroundings extends FindingsReader {
  readonly pins: PinReader;
  readonly days: ScheduleDayReader;
}

/** A pin that can be, and what is doubtful about it. */
export interface CheckedPin {
  readonly pin: Pin;
  readonly findings: Finding[];
  /** Days that are frozen already and stay without it. */
  readonly frozenDates: string[];
}

/** Refuses a pin that cannot be; says what is doubtful about one that can. */
export async function checkPin(
  store: PinSurroundings,
  clock: MasterClock,
  { channelId, pin: fields }: ParsedInput<'pin.check'>,
): Promise<CheckedPin> {
  const channel = await requireChannel(store, channelId);
  if (fields.days.type === 'yearly') checkYearlyRange(fields.days, 'days');
  const pin: Pin = {
    ...fields,
    id: PinId.parse(randomUUID()),
    channelId,
    createdAt: clock.nowAt(),
  };
  const catalog = await readCatalog(store);
  const placedOf = ({ content }: Pin) => ({ content, place: null });
  if (newlyIneligible(catalog, placedOf, [pin], []).length > 0) {
    throw new AppError(
      'not-eligible',
      `Nothing that the pin ${describePin(pin)} plays is ready and approved.`,
      { field: 'content', remedy: 'Approve it in the library, or choose other content.' },
    );
  }
  requireEncoreSources([rowOfPin(pin)], encoreSourcesIn(await store.plans.list(channelId)));
  refusePinOverlap(pin, await store.pins.list(channelId));
  const today = broadcastDateAt(channel, clock.nowAt());
  return {
    pin,
    findings: validatePin(pin, channel, catalog, today),
    frozenDates: await frozenDates(store, clock, channelId, (day) => isPinOn(pin, day.date)),
  };
}

/** Adds a pin. Throws as {@link checkPin}. */
export async function addPin(
  { store, clock, announce }: Edit,
  request: ParsedInput<'pin.add'>,
): Promise<CheckedPin> {
  const checked = await checkPin(store, clock, request);
  await store.pins.insert(checked.pin);
  announce('pins.changed', { channelId: request.channelId });
  return checked;
}

/** Removes a pin; answers the frozen days that air it still. Throws `not-found`. */
export async function removePin({ store, clock, announce }: Edit, id: PinId): Promise<string[]> {
  const pin = await store.pins.get(id);
  if (!pin) throw notFound('pin', id);
  await store.pins.delete(id);
  announce('pins.changed', { channelId: pin.channelId });
  return frozenDates(store, clock, pin.channelId, ({ pinned }) => pinned.has(id));
}

/** The frozen days, from today on, of which the predicate holds. */
async function frozenDates(
  store: PinSurroundings,
  clock: MasterClock,
  channelId: ChannelId,
  holds: (day: { readonly date: string; readonly pinned: ReadonlySet<string> }) => boolean,
): Promise<string[]> {
  const channel = await requireChannel(store, channelId);
  const from = broadcastDateAt(channel, clock.nowAt());
  const days = await store.days.list({ channelId, from });
  return days
    .filter(({ broadcastDate, airings }) => {
      const pins = airings.filter(({ lineage }) => lineage.rule === 'pin');
      const pinned = new Set<string>(pins.map(({ lineage }) => lineage.assignmentId ?? ''));
      return holds({ date: broadcastDate, pinned });
    })
    .map(({ broadcastDate }) => broadcastDate);
}
