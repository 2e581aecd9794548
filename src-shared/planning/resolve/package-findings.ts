import { isAiredOnce } from '../../model/content-kinds.ts';
import { finding, warning, type Finding, type FindingRule } from '../../model/finding.ts';
import type { EpochMs } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';
import type { DayBuilder } from './day-builder.ts';
import { REST_RELAXED } from './day-findings.ts';
import type { PackageChoice } from '../choose/package-choice.ts';
import type { UnavailablePackage } from '../choose/package-members.ts';
import type { PlanWindow } from '../plan/windows.ts';

/** The row's package is gone or may not air. */
export function packageUnavailable(
  builder: DayBuilder,
  window: PlanWindow,
  name: string | null,
  { why }: UnavailablePackage,
): Finding {
  const what = name === null ? 'The package' : `The package “${name}”`;
  return warning('INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', {
    message: `${what} of the row at ${clock(builder, window.startAt)} cannot air: ${why} Default programming fills the row.`,
    remedy: 'Approve its assets in the library, or change the package.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/**
 * What is doubtful about a package that is about to be placed at the cursor: it is short, assets of it are missing, its rest
 * was relaxed, or it leaves no time of its row.
 */
export function packageFindings(
  builder: DayBuilder,
  window: PlanWindow,
  choice: PackageChoice,
): Finding[] {
  const { name, isShort, missingCount, restHours, durationMs } = choice.package;
  const { rotation } = choice;
  const { assignment } = window;
  const at = clock(builder, window.startAt);
  const found = (rule: FindingRule, message: string, remedy: string): Finding =>
    finding(rule, { message, remedy, subjectId: assignment.id, startAt: builder.cursorAt });
  const what = `The package “${name}” at ${at}`;
  const findings: Finding[] = [];
  if (isShort) {
    findings.push(
      found(
        'package-short',
        `${what} airs with less than it asks for.`,
        'Let its rule match more, or ask for less.',
      ),
    );
  }
  if (missingCount > 0) {
    findings.push(
      found(
        'package-incomplete',
        `${what} airs without ${String(missingCount)} of its fixed assets, which may not air.`,
        'Approve them in the library, or take them out of the package.',
      ),
    );
  }
  if (rotation?.relaxedToHours !== undefined) {
    const hours = rotation.relaxedToHours;
    const left = hours === 0 ? 'given up' : `relaxed to ${String(hours)} hours`;
    findings.push(
      found(
        REST_RELAXED,
        `Too little for ${what.replace(/^T/, 't')} has rested ${String(restHours ?? 0)} hours; the rest is ${left}.`,
        'Let its rule match more, or ask for a shorter rest.',
      ),
    );
  }
  const isAlone = isAiredOnce(assignment.content);
  if (isAlone && durationMs >= window.endAt - window.startAt) {
    findings.push(
      found(
        'package-over-length',
        `${what} takes all of its row, so that no time is left for breaks, or what follows starts late.`,
        'Make the row longer, or the package shorter.',
      ),
    );
  }
  return findings;
}

function clock(builder: DayBuilder, at: EpochMs): string {
  return localTimeAt(builder.channel.timezone, at);
}
