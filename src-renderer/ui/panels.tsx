import type { ReactNode } from 'react';

import { Button, Spinner } from './button.tsx';

/** An empty or broken region as a test card: a strip of colour bars, a plain sentence, what to do. */
export function TestCard({
  kicker,
  title,
  children,
  actions,
  testId,
}: {
  readonly kicker?: string;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly testId?: string;
}) {
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center p-6" data-testid={testId}>
      <section className="w-[460px] max-w-full overflow-hidden rounded-plate border border-line bg-panel">
        <div className="bars" aria-hidden />
        <div className="flex flex-col gap-2 p-6 text-center">
          {kicker === undefined ? null : <p className="kicker">{kicker}</p>}
          <h2 className="text-18 font-semibold text-ink">{title}</h2>
          <div className="text-13 text-ink-2">{children}</div>
          {actions === undefined ? null : (
            <div className="mt-3 flex justify-center gap-2">{actions}</div>
          )}
        </div>
      </section>
    </div>
  );
}

/** What is told of an error: a sentence, what to do, and a code for whoever helps. */
export interface Fault {
  readonly message: string;
  readonly code: string;
  readonly details: { readonly remedy?: string };
}

/** A region that could not be fetched: what happened, how to mend it, try again. */
export function FaultCard({
  error,
  onRetry,
}: {
  readonly error: Fault;
  readonly onRetry?: () => void;
}) {
  return (
    <TestCard
      kicker="Please stand by"
      title={error.message}
      testId="fault-card"
      actions={
        onRetry === undefined ? undefined : (
          <Button look="primary" onPress={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {error.details.remedy ?? null}
      <p className="mt-2 font-mono text-12 text-ink-3">{error.code}</p>
    </TestCard>
  );
}

/** Stands where content will be. */
export function LoadingCard({ what }: { readonly what: string }) {
  return (
    <div
      role="status"
      className="flex min-h-0 flex-1 items-center justify-center gap-2 text-13 text-ink-3"
      data-testid="loading"
    >
      <Spinner /> Fetching {what}
    </div>
  );
}

/** A titled region. */
export function Panel({
  title,
  aside,
  children,
  testId,
  className = '',
  bodyClassName = 'p-3',
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: string;
  readonly className?: string;
  readonly bodyClassName?: string;
}) {
  return (
    <section
      data-testid={testId}
      aria-label={title}
      className={`flex min-h-0 min-w-0 flex-col rounded-plate border border-line bg-panel ${className}`}
    >
      <header className="flex min-h-9 items-center justify-between gap-2 border-b border-line px-3">
        <h2 className="kicker">{title}</h2>
        {aside}
      </header>
      <div className={`min-h-0 flex-1 ${bodyClassName}`}>{children}</div>
    </section>
  );
}

/** A list of facts: name and value. */
export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-13">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 break-words text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A word in a frame: a state that is not told by colour alone. */
export function Chip({
  children,
  tone = 'plain',
  icon,
  title,
}: {
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'next' | 'air' | 'frozen' | 'override' | 'conflict' | 'gap';
  readonly icon?: ReactNode;
  readonly title?: string;
}) {
  const tones = {
    plain: 'text-ink-2 border-line',
    next: 'text-next border-next/50',
    air: 'text-air border-air/50',
    frozen: 'text-frozen border-frozen/50',
    override: 'text-override border-override/50',
    conflict: 'text-conflict border-conflict/50',
    gap: 'text-gap border-gap/50',
  };
  return (
    <span
      title={title}
      className={`inline-flex h-5 items-center gap-1 rounded-plate border px-1.5 font-condensed text-12 whitespace-nowrap ${tones[tone]}`}
    >
      {icon}
      {children}
    </span>
  );
}
