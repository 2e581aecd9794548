import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import { encoreSourcesIn, requireEncoreSources } from '#shared/planning/plan/encore-sources.ts';
import { describeSpan } from '#shared/planning/plan/plan-edits.ts';
import { isContentEligible } from '#shared/planning/validate/validate-plan.ts';

import { readCatalog } from './read-catalog.ts';

/** Content that a row newly plays must be eligible; what stood there before may stay. */
export async function refuseIneligibleRows(
  store: Store,
  plan: Plan,
  rows: readonly Assignment[],
  before: readonly Assignment[],
): Promise<void> {
  const catalog = await readCatalog(store);
  const changed = rows.filter((row) => {
    const old = before.find(({ id }) => id === row.id);
    return !old || canonicalJson(old.content) !== canonicalJson(row.content);
  });
  if (changed.some(({ content }) => content.type === 'encore')) {
    const others = (await store.plans.list(plan.channelId)).filter(({ id }) => id !== plan.id);
    const own = { ...plan, draft: [...(plan.draft ?? []), ...rows] };
    requireEncoreSources(changed, encoreSourcesIn([...others, own]));
  }
  for (const row of changed) {
    if (!isContentEligible(row.content, catalog)) throw notEligible(row);
  }
}

function notEligible(row: Assignment): AppError {
  const what = {
    asset: 'The asset is not ready and approved',
    series: 'The series has no episode that is ready and approved',
    virtual_package: 'The package does not exist, or it cannot air at present',
    list: 'Nothing of the list is ready and approved',
    rule: 'The rule matches nothing that is ready and approved',
    random: 'The rule matches nothing that is ready and approved',
    encore: 'The encore repeats nothing',
  }[row.content.type];
  return new AppError('not-eligible', `${what}; the row ${describeSpan(row)} cannot play it.`, {
    field: 'content',
    assignmentId: row.id,
    remedy: 'Approve it in the library, or choose other content.',
  });
}
