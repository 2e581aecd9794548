import { randomUUID } from 'node:crypto';

import type { ChannelReader } from '#main/store/repositories/channel-port.ts';
import type { ParsedInput } from '#shared/contract/index.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { EpisodePolicy } from '#shared/model/episode-policy.ts';
import { AssignmentId } from '#shared/model/ids.ts';
import type { Assignment, ContentReference, Plan, PlanEdit } from '#shared/model/plan.ts';
import { rowsToFill, unclaimedSpans } from '#shared/planning/choose/autofill.ts';
import { heldPlan } from '#shared/planning/plan/rows-of.ts';
import type { Edit } from './edit.ts';
import { editDraft } from './plan-rows.ts';
import { requireChannel, requirePlan } from './require-stored.ts';
import { requireVersion } from './require-version.ts';

/** What gaps are filled with; without content, what the channel's default programming names. */
interface Filling {
  readonly content?: ContentReference | undefined;
  readonly episodePolicy: EpisodePolicy;
}

/** Fills the gaps of a plan's draft. Throws `not-found`, `stale-version` and as {@link fillingRows}. */
export async function fillDraft(
  edit: Edit,
  { id, version, ...filling }: ParsedInput<'plan.autofill'>,
): Promise<{ plan: Plan; rows: Assignment[] }> {
  const plan = await requirePlan(edit.store, id);
  requireVersion('plan', plan, version);
  const rows = await fillingRows(edit.store, plan, filling);
  if (rows.length === 0) return { plan, rows };
  const edits = rows.map((assignment): PlanEdit => ({ type: 'insert', assignment }));
  return { plan: await editDraft(edit, { id, version, edits }), rows };
}

/** The rows that would fill the gaps of the plan's draft. Throws `invalid-input` when nothing says with what. */
export async function fillingRows(
  store: { readonly channels: ChannelReader },
  plan: Plan,
  { content, episodePolicy }: Filling,
): Promise<Assignment[]> {
  const channel = await requireChannel(store, plan.channelId);
  const filling = content === undefined ? fillingOf(channel) : { content, episodePolicy };
  // A row would cover a placed block as it covers a zone.
  const spans = unclaimedSpans(heldPlan(plan, 'draft'));
  return rowsToFill(spans, { ...filling, planId: plan.id }, () => AssignmentId.parse(randomUUID()));
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
