import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';

/** A long list of which only the visible rows are on the page. */
export function VirtualRows({
  count,
  rowHeight,
  renderRow,
  onRange,
  scrollTestId,
}: {
  readonly count: number;
  readonly rowHeight: number;
  readonly renderRow: (index: number) => ReactNode;
  /** Hears which rows are on the page, both ends included. */
  readonly onRange?: (first: number, last: number) => void;
  readonly scrollTestId?: string;
}) {
  'use no memo';
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    onRange?.(first, last);
  }, [onRange, first, last]);
  return (
    <div
      ref={scroller}
      data-testid={scrollTestId}
      className="relative min-h-0 flex-1 overflow-auto [scrollbar-gutter:stable]"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <div
            key={item.key}
            className="absolute inset-x-0"
            style={{ height: rowHeight, transform: `translateY(${String(item.start)}px)` }}
          >
            {renderRow(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
