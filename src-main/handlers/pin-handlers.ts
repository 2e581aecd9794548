import { randomUUID } from 'node:crypto';

import type { Handlers } from '#shared/contract/index.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { type ChannelId, PinId } from '#shared/model/ids.ts';
import type { Pin, PinFields } from '#shared/model/pin.ts';
import type { Finding } from '#shared/model/finding.ts';
import { encoreSourcesIn, requireEncoreSources } from '#shared/planning/plan/encore-sources.ts';
import { describePin, isPinOn, refusePinOverlap, rowOfPin } from '#shared/planning/plan/pins.ts';
import { checkYearlyRange } from '#shared/planning/plan/plan-matching.ts';
import { validatePin } from '#shared/planning/validate/validate-pin.ts';
import { isContentEligible } from '#shared/planning/validate/validate-plan.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { requireChannel } from './selectors.ts';
import type { Services } from './services.ts';

type PinHandlers = Pick<Handlers, 'pin.list' | 'pin.check' | 'pin.add' | 'pin.remove'>;

/** Pins: exceptions above every plan. Frozen days change only by an override that names the pin. */
export function pinHandlers({ store, clock, events }: Services): PinHandlers {
  /** The frozen days, from today on, of which the predicate holds. */
  async function frozenDates(
    channelId: ChannelId,
    holds: (day: {
      readonly broadcastDate: string;
      readonly pinned: ReadonlySet<string>;
    }) => boolean,
  ): Promise<string[]> {
    const channel = await requireChannel(store, channelId);
    const from = broadcastDateAt(channel, clock.nowAt());
    const days = await store.days.list({ channelId, from });
    return days
      .filter(({ broadcastDate, airings }) => {
        const pins = airings.filter(({ lineage }) => lineage.rule === 'pin');
        const pinned = new Set<string>(pins.map(({ lineage }) => lineage.assignmentId ?? ''));
        return holds({ broadcastDate, pinned });
      })
      .map(({ broadcastDate }) => broadcastDate);
  }

  /** Refuses a pin that cannot be; says what is doubtful about one that can. */
  async function check(
    channelId: ChannelId,
    fields: PinFields,
  ): Promise<{ pin: Pin; findings: Finding[]; frozenDates: string[] }> {
    const channel = await requireChannel(store, channelId);
    if (fields.days.type === 'yearly') checkYearlyRange(fields.days, 'days');
    const pin: Pin = {
      ...fields,
      id: PinId.parse(randomUUID()),
      channelId,
      createdAt: clock.nowAt(),
    };
    const catalog = await readCatalog(store);
    if (!isContentEligible(pin.content, catalog)) {
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
      frozenDates: await frozenDates(channelId, (day) => isPinOn(pin, day.broadcastDate)),
    };
  }

  return {
    'pin.list': ({ channelId }) => store.pins.list(channelId),

    'pin.check': async ({ channelId, pin: fields }) => {
      const { findings, frozenDates: dates } = await check(channelId, fields);
      return { findings, frozenDates: dates };
    },

    'pin.add': async ({ channelId, pin: fields }) => {
      const checked = await check(channelId, fields);
      await store.pins.insert(checked.pin);
      events.emit('pins.changed', { channelId });
      return checked;
    },

    'pin.remove': async ({ id }) => {
      const pin = await store.pins.get(id);
      if (!pin) throw notFound('pin', id);
      await store.pins.delete(id);
      events.emit('pins.changed', { channelId: pin.channelId });
      return { frozenDates: await frozenDates(pin.channelId, ({ pinned }) => pinned.has(id)) };
    },
  };
}
