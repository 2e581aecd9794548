import { startOfDay } from '#main/horizon/day-succession.ts';
import { fillingRows } from '#main/programming/autofill.ts';
import { findInPlan } from '#main/programming/plan-findings.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { requireChannel, requirePlan } from '#main/programming/require-stored.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { suggest } from '#shared/planning/explain/suggest.ts';
import { workingRows } from '#shared/planning/plan/plan-edits.ts';
import { heldPlan } from '#shared/planning/plan/rows-of.ts';
import { broadcastDateAt, instantOfOffset } from '#shared/time/broadcast-day.ts';
import { readPlanned } from './read-planned.ts';
import type { Services } from './services.ts';

type SuggestionHandlers = Pick<Handlers, 'plan.suggest' | 'plan.autofillPreview' | 'plan.autofill'>;

/** Content that the station proposes. */
export function suggestionHandlers({ store, clock, programming }: Services): SuggestionHandlers {
  return {
    'plan.suggest': async ({ planId, date: wanted, ...slot }) => {
      const plan = await requirePlan(store, planId);
      const channel = await requireChannel(store, plan.channelId);
      const date = wanted ?? broadcastDateAt(channel, clock.nowAt());
      const planned = await readPlanned(store, channel.id);
      const catalog = await readCatalog(store);
      const startAt = instantOfOffset(channel, date, slot.startOffsetMinutes);
      const ids = catalog.everyCopy.map(({ id }) => id);
      return suggest({
        ...slot,
        channel,
        planned,
        catalog,
        date,
        plan: heldPlan(plan, 'draft'),
        carryIn: (await startOfDay(store, channel.id, date, planned)).carryIn,
        lastAired: await store.days.lastStartsBefore(channel.id, ids, startAt),
      });
    },

    'plan.autofillPreview': async ({ id, ...filling }) => {
      const plan = await requirePlan(store, id);
      const rows = await fillingRows(store, plan, filling);
      const draft = [...workingRows(plan), ...rows];
      return { rows, findings: await findInPlan(store, clock, { ...plan, draft }) };
    },

    'plan.autofill': (request) => programming.fillDraft(request),
  };
}
