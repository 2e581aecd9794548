import type { PlanningWarning } from '#shared/model/incident.ts';
import { foreseeByDay, type ForeseeInput } from '#shared/planning/resolve/foresee.ts';

/** Everything that is foreseen, without a pause. */
export function foresee(input: ForeseeInput): PlanningWarning[] {
  const days = foreseeByDay(input);
  for (;;) {
    const step = days.next();
    if (step.done === true) return step.value;
  }
}
