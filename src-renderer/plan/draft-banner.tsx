import { PencilLine } from 'lucide-react';
import type { ReactNode } from 'react';

import type { IsoDate } from '#shared/time/units.ts';

import { dateText } from '../stores/time-text.ts';
import { AsyncButton, Button } from '../ui/button.tsx';

/** What publishing the draft would do, and the two ways out of it. */
export function DraftBanner({
  changes,
  firstDate,
  frozenCount,
  blockedReason,
  publish,
  discard,
  children,
}: {
  readonly changes: number;
  readonly firstDate: IsoDate | null;
  readonly frozenCount: number;
  readonly blockedReason: string | null;
  /** Asks from when. */
  readonly publish: () => void;
  readonly discard: () => Promise<boolean>;
  /** Further ways to look at the draft. */
  readonly children?: ReactNode;
}) {
  const frozen =
    frozenCount === 0
      ? ''
      : ` ${String(frozenCount)} ${frozenCount === 1 ? 'day is' : 'days are'} frozen: Publish says which of them follow.`;
  return (
    <div
      data-testid="draft-banner"
      className="appear flex items-center gap-3 rounded-plate border border-override/60 bg-panel px-3 py-1.5"
    >
      <PencilLine size={16} aria-hidden className="shrink-0 text-override" />
      <p className="min-w-0 flex-1 text-13">
        <strong className="font-semibold">
          {changes} {changes === 1 ? 'change' : 'changes'} not published.
        </strong>{' '}
        <span className="text-ink-2">
          {firstDate === null
            ? 'The plan is not in force on any day of the coming year.'
            : `Shows in full from ${dateText(firstDate)} on.`}
          {frozen}
        </span>
      </p>
      {children}
      <AsyncButton run={discard} blockedReason={blockedReason} testId="discard">
        Discard
      </AsyncButton>
      <Button look="primary" onPress={publish} blockedReason={blockedReason} testId="publish">
        Publish…
      </Button>
    </div>
  );
}
