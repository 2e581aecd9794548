import type { Client } from '#shared/contract/client.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import { AssignmentId } from '#shared/model/ids.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import { storedRows } from '#shared/planning/plan/plan-edits.ts';
import { integerOf } from './values.ts';

type EncoreContent = Extract<ContentReference, { type: 'encore' }>;

/** Rows and zones among which an encore finds what it repeats. */
export interface EncorePlan {
  readonly rows: readonly { readonly id: string; readonly startOffsetMinutes: number }[];
  readonly zones: readonly { readonly id: string; readonly name: string }[];
}

/** The rows (those of the draft too) and zones of a plan. */
export function encorePlanOf(plan: Plan): EncorePlan {
  return { rows: storedRows(plan), zones: plan.zones ?? [] };
}

/**
 * The encore of a row, named by its start or id, or of a zone, named by its name or id: of the given plan, or by id of any. How
 * long ago is a number of days, or `latest`.
 */
export async function encoreOf(
  client: Client,
  reference: string,
  daysAgo: string,
  plan: EncorePlan,
): Promise<EncoreContent> {
  const days = daysAgo === 'latest' ? daysAgo : integerOf('days-ago', daysAgo);
  if (days !== 'latest' && (days < 0 || days > 7)) {
    throw invalidInput('days-ago', `${daysAgo} days are too many.`, 'Say 0 to 7, or latest.');
  }
  const of = AssignmentId.parse(idIn(plan, reference) ?? (await idOfAny(client, reference)));
  return { type: 'encore', of, daysAgo: days };
}

function idIn({ rows, zones }: EncorePlan, reference: string): string | undefined {
  const wanted = reference.trim().toLowerCase();
  const row = rows.find(
    ({ id, startOffsetMinutes }) => id === wanted || scheduleTimeOf(startOffsetMinutes) === wanted,
  );
  return (row ?? zones.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted))?.id;
}

async function idOfAny(client: Client, reference: string): Promise<string> {
  const plans = await client.call('plan.list', {});
  const parts = plans.flatMap((plan) => [...plan.assignments, ...(plan.zones ?? [])]);
  const part = parts.find(({ id }) => id === reference.trim());
  if (!part) throw notFound('row or zone', reference);
  return part.id;
}
