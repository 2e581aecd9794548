import type { Plan } from '#shared/model/plan.ts';
import type { Airing } from '#shared/model/schedule-day.ts';

/** Why an airing is where it is, in sentences for the operator, from its lineage alone. */
export function explainAiring(
  airing: Airing,
  plan: Plan | null,
  cursorTitle: string | null,
): string[] {
  const { lineage } = airing;
  const sentences: string[] = [];
  if (lineage.rule === 'assignment') {
    sentences.push(
      plan
        ? `The plan "${plan.name}" (priority ${String(plan.priority)}) has a row here.`
        : 'A plan that has been deleted since had a row here.',
    );
  } else if (lineage.rule === 'default-programming') {
    sentences.push('No plan says anything here, so the channel’s default programming filled it.');
  } else {
    sentences.push('Nothing eligible could be aired here, so the station’s slate stands in.');
  }
  if (lineage.policy === 'sequential' && airing.assetId !== null) {
    sentences.push(
      cursorTitle === null
        ? `The rotation was at its start: the first of ${String(lineage.eligibleCount)} eligible.`
        : `The rotation stood on "${cursorTitle}"; this is the next of ${String(lineage.eligibleCount)} eligible.`,
    );
  }
  if (lineage.policy === 'random' && lineage.seed !== null) {
    sentences.push(
      `Drawn from ${String(lineage.eligibleCount)} eligible by the hash of "${lineage.seed}": planning the day again draws the same.`,
    );
  }
  if (lineage.operatorIntent !== null) {
    sentences.push(`The operator’s note: ${lineage.operatorIntent}`);
  }
  return sentences;
}
