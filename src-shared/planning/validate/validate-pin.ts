import type { Pin } from '../../model/pin.ts';
import { finding, type Finding } from '../../model/finding.ts';
import type { ChannelTime } from '../../time/broadcast-day.ts';
import type { IsoDate } from '../../time/units.ts';
import type { Catalog } from '../choose/catalog.ts';
import { describePin, rowOfPin } from '../plan/pins.ts';
import { validatePlan } from './validate-plan.ts';

/** What is doubtful about a pin: as of a plan's row, and that none of its dates is still to come. */
export function validatePin(
  pin: Pin,
  { gridMinutes, overrunToleranceMs = 0 }: Pick<ChannelTime, 'gridMinutes' | 'overrunToleranceMs'>,
  catalog: Catalog,
  today: IsoDate,
): Finding[] {
  const findings = validatePlan({
    gridMinutes,
    overrunToleranceMs,
    catalog,
    assignments: [rowOfPin(pin)],
  }).filter(({ subjectId, rule }) => subjectId === pin.id && rule !== 'encore-source-gone');
  if (pin.days.type === 'dates' && pin.days.dates.every((date) => date < today)) {
    findings.push(
      finding('pin-in-the-past', {
        message: `The pin ${describePin(pin)} is over.`,
        remedy: 'Remove it, or pin it to a date to come.',
        subjectId: pin.id,
      }),
    );
  }
  return findings;
}
