import { AppError } from '../../errors/app-error.ts';
import { finding, type Finding, type FindingRule } from '../../model/finding.ts';
import type { Plan, PlannedRow } from '../../model/plan.ts';
import { describeSpan } from './plan-edits.ts';
import { describeZone, zoneMinutes } from './zones.ts';

/** A row or zone that an encore may repeat. */
export interface EncoreSource {
  readonly id: string;
  readonly planId: string;
  readonly planName: string;
  /** `the row 14:00–14:30`. */
  readonly what: string;
  readonly startOffsetMinutes: number;
  readonly durationMinutes: number;
}

/** Every row (published or drafted) and zone of the plans of a channel. */
export function encoreSourcesIn(plans: readonly Plan[]): EncoreSource[] {
  return plans.flatMap((plan) => {
    const of = { planId: plan.id, planName: plan.name };
    const known = new Set(plan.assignments.map(({ id }) => id));
    const drafted = (plan.draft ?? []).filter(({ id }) => !known.has(id));
    return [
      ...[...plan.assignments, ...drafted].map((row) => ({
        ...of,
        id: row.id,
        what: `the row ${describeSpan(row)}`,
        startOffsetMinutes: row.startOffsetMinutes,
        durationMinutes: row.durationMinutes,
      })),
      ...(plan.zones ?? []).map((zone) => ({
        ...of,
        id: zone.id,
        what: `the zone ${describeZone(zone)}`,
        startOffsetMinutes: zone.startOffsetMinutes,
        durationMinutes: zoneMinutes(zone),
      })),
    ];
  });
}

/** Refuses rows that repeat something that is not on the channel, or themselves. Throws `not-found`. */
export function requireEncoreSources(
  rows: readonly Pick<PlannedRow, 'id' | 'content' | 'startOffsetMinutes' | 'durationMinutes'>[],
  sources: readonly EncoreSource[],
): void {
  for (const row of rows) {
    const { content } = row;
    if (content.type !== 'encore') continue;
    if (content.of !== row.id && sources.some(({ id }) => id === content.of)) continue;
    const what = content.of === row.id ? 'itself' : 'a row or zone that the channel does not have';
    throw new AppError('not-found', `The row ${describeSpan(row)} would repeat ${what}.`, {
      field: 'content.of',
      remedy: 'Name another row or zone of the same channel.',
    });
  }
}

/** What is wrong or doubtful about the encores among a plan's rows. */
export function validateEncores(
  rows: readonly PlannedRow[],
  sources: readonly EncoreSource[],
): Finding[] {
  return rows.flatMap((row) => {
    const { content } = row;
    if (content.type !== 'encore') return [];
    const source = sources.find(({ id }) => id === content.of);
    if (!source || source.id === row.id) {
      return [
        found(
          'encore-source-gone',
          row,
          `The row ${describeSpan(row)} repeats ${source ? 'itself' : 'a row or zone that is gone'}; it never has anything to air.`,
          'Let it repeat another row or zone, or remove it.',
        ),
      ];
    }
    const findings: Finding[] = [];
    const what =
      source.planId === row.planId ? source.what : `${source.what} of “${source.planName}”`;
    if (content.daysAgo === 0 && source.startOffsetMinutes >= row.startOffsetMinutes) {
      findings.push(
        found(
          'encore-before-first-run',
          row,
          `The row ${describeSpan(row)} repeats ${what} of the same day, which has not aired by then.`,
          'Move it after that, or let it repeat the day before.',
        ),
      );
    }
    if (row.durationMinutes < source.durationMinutes) {
      findings.push(
        found(
          'encore-too-short',
          row,
          `The row ${describeSpan(row)} is shorter than ${what}, which it repeats; what would start after its end is left out.`,
          'Make it as long, if all should be repeated.',
        ),
      );
    }
    return findings;
  });
}

function found(rule: FindingRule, row: PlannedRow, message: string, remedy: string): Finding {
  return finding(rule, { message, remedy, subjectId: row.id });
}
