import { useEffect, useRef } from 'react';

/** Something that calls its listener with the time, at once and then again and again. */
export type OnTick = (listener: (nowAt: number) => void) => () => void;

/** Text that follows the clock. It is written into the page directly: no render per tick. */
export function TickingText({
  onTick,
  format,
  className,
  testId,
}: {
  readonly onTick: OnTick;
  readonly format: (nowAt: number) => string;
  readonly className?: string;
  readonly testId?: string;
}) {
  const node = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      onTick((nowAt) => {
        const text = format(nowAt);
        if (node.current && node.current.textContent !== text) node.current.textContent = text;
      }),
    [onTick, format],
  );
  return <span ref={node} className={className} data-testid={testId} />;
}

/** A bar that fills from `startAt` to `endAt`. */
export function TickingBar({
  onTick,
  startAt,
  endAt,
  label,
  className = '',
}: {
  readonly onTick: OnTick;
  readonly startAt: number;
  readonly endAt: number;
  readonly label: string;
  readonly className?: string;
}) {
  const node = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      onTick((nowAt) => {
        const done = Math.min(1, Math.max(0, (nowAt - startAt) / (endAt - startAt)));
        const bar = node.current;
        if (!bar) return;
        bar.style.width = `${(done * 100).toFixed(2)}%`;
        bar.parentElement?.setAttribute('aria-valuenow', String(Math.round(done * 100)));
      }),
    [onTick, startAt, endAt],
  );
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className={`h-1 overflow-hidden bg-hover ${className}`}
    >
      <div ref={node} className="h-full bg-air" />
    </div>
  );
}

/** A line at the present moment; `place` turns the time into pixels, or `null` when it is out of sight. */
export function NowLine({
  onTick,
  place,
  axis,
  label,
}: {
  readonly onTick: OnTick;
  readonly place: (nowAt: number) => number | null;
  readonly axis: 'x' | 'y';
  readonly label: string;
}) {
  const node = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      onTick((nowAt) => {
        const line = node.current;
        if (!line) return;
        const px = place(nowAt);
        line.hidden = px === null;
        if (px !== null) {
          line.style.transform =
            axis === 'x' ? `translateX(${px.toFixed(1)}px)` : `translateY(${px.toFixed(1)}px)`;
        }
      }),
    [onTick, place, axis],
  );
  return (
    <div
      ref={node}
      data-testid="now-line"
      title={label}
      className={`pointer-events-none absolute top-0 left-0 z-20 ${
        axis === 'x' ? 'h-full border-l-2 border-air' : 'w-full border-t-2 border-air'
      }`}
    >
      <span
        aria-hidden
        className={`absolute bg-air ${axis === 'x' ? '-top-px -left-[5px] size-2 rotate-45' : '-top-[5px] -left-1 size-2 rotate-45'}`}
      />
    </div>
  );
}
