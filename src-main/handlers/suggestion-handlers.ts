import { requireVersion } from '#main/programming/require-version.ts';
import { randomUUID } from 'node:crypto';

import { startOfDay } from '#main/horizon/day-succession.ts';
import type { Handlers, ParsedInput } from '#shared/contract/index.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssignmentId } from '#shared/model/ids.ts';
import type { EpisodePolicy } from '#shared/model/episode-policy.ts';
import type { Assignment, ContentReference, Plan } from '#shared/model/plan.ts';
import { rowsToFill, unclaimedSpans } from '#shared/planning/choose/autofill.ts';
import { workingRows } from '#shared/planning/plan/plan-edits.ts';
import { heldPlan } from '#shared/planning/plan/rows-of.ts';
import { suggest } from '#shared/planning/explain/suggest.ts';
import { broadcastDateAt, instantOfOffset } from '#shared/time/broadcast-day.ts';
import { findInPlan } from './plan-findings.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { readPlanned } from './read-planned.ts';
import { requireChannel, requirePlan } from './selectors.ts';
import type { Services } from './services.ts';

type SuggestionHandlers = Pick<Handlers, 'plan.suggest' | 'plan.autofillPreview' | 'plan.autofill'>;

/** Content that the station proposes. `editDraft` is how a filling becomes part of a draft, as any other edit of it. */
export function suggestionHandlers(
  { store, clock }: Services,
  editDraft: Handlers['plan.editDraft'],
): SuggestionHandlers {
  async function proposed(request: {
    readonly plan: Plan;
    readonly content: ContentReference | undefined;
    readonly episodePolicy: EpisodePolicy;
  }): Promise<Assignment[]> {
    const { plan } = request;
    const channel = await requireChannel(store, plan.channelId);
    const filling =
      request.content === undefined
        ? fillingOf(channel)
        : { content: request.content, episodePolicy: request.episodePolicy };
    // A row would cover a placed block as it covers a zone.
    const spans = unclaimedSpans(heldPlan(plan, 'draft'));
    return rowsToFill(spans, { ...filling, planId: plan.id }, () =>
      AssignmentId.parse(randomUUID()),
    );
  }

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

    'plan.autofillPreview': async ({ id, content, episodePolicy }) => {
      const plan = await requirePlan(store, id);
      const rows = await proposed({ plan, content, episodePolicy });
      const draft = [...workingRows(plan), ...rows];
      return { rows, findings: await findInPlan(store, clock, { ...plan, draft }) };
    },

    'plan.autofill': async ({ id, version, content, episodePolicy }, context) => {
      const plan = await requirePlan(store, id);
      requireVersion('plan', plan, version);
      const rows = await proposed({ plan, content, episodePolicy });
      if (rows.length === 0) return { plan, rows };
      const edits: ParsedInput<'plan.editDraft'>['edits'] = rows.map((assignment) => ({
        type: 'insert',
        assignment,
      }));
      return { plan: await editDraft({ id, version, edits }, context), rows };
    },
  };
}

/** What the channel's default programming names, as rows would play it. */
function fillingOf({ defaultProgramming: programming }: Channel): {
  readonly content: ContentReference;
  readonly episodePolicy: EpisodePolicy;
} {
  if (programming.kind === 'rule') {
    const { rule, episodePolicy } = programming;
    return { content: { type: 'rule', rule }, episodePolicy };
  }
  if (programming.kind === 'series') {
    const { seriesId } = programming;
    return { content: { type: 'series', seriesId }, episodePolicy: 'sequential' };
  }
  throw invalidInput(
    'content',
    'Nothing says what to fill the gaps with: the channel’s default programming is no rule and no series.',
    'Name a rule or a series, or give the channel one as its default programming.',
  );
}
