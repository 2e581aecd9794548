import { CircleCheck, TriangleAlert } from 'lucide-react';

import type { AssignmentId, PlanId } from '#shared/model/ids.ts';

import { useRemote } from '../stores/hooks.ts';

/** What is doubtful about the plan, each with its remedy. */
export function ProblemsPanel({
  planId,
  onShow,
}: {
  readonly planId: PlanId;
  readonly onShow: (id: AssignmentId) => void;
}) {
  const findings = useRemote('plan.validate', { id: planId }, ['plans.changed', 'library.changed']);
  if (findings.state !== 'ready') return null;
  const list = findings.value;
  if (list.length === 0) {
    return (
      <p className="flex items-center gap-2 px-1 text-12 text-ink-2" data-testid="problems">
        <CircleCheck size={14} className="text-next" aria-hidden /> No problems in this plan.
      </p>
    );
  }
  return (
    <section
      aria-label="Problems"
      data-testid="problems"
      tabIndex={0}
      className="max-h-28 shrink-0 overflow-auto rounded-plate border border-line bg-panel"
    >
      <ul>
        {list.map((finding) => (
          <li
            key={`${finding.rule} ${finding.message}`}
            className="flex items-baseline gap-2 border-b border-line px-2 py-1 text-13 last:border-0"
          >
            <TriangleAlert
              size={12}
              aria-label={finding.severity}
              className={`shrink-0 translate-y-0.5 ${finding.severity === 'error' ? 'text-air' : 'text-conflict'}`}
            />
            <span className="min-w-0 flex-1">
              {finding.message} <span className="text-ink-3">{finding.remedy}</span>
            </span>
            {finding.subjectId === null ? null : (
              <button
                type="button"
                className="min-h-6 shrink-0 px-1 text-12 text-accent underline"
                onClick={() => {
                  onShow(finding.subjectId as AssignmentId);
                }}
              >
                Show
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
