import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { AssignmentId } from '#shared/model/ids.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import type { PublishFrom } from '#shared/model/rebuild.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';

import { RebuildStrip } from '../airing/rebuild-strip.tsx';
import { minutesOfPx } from '../grid/scale.ts';
import { contentKey } from '../stores/content-type.ts';
import { useRemote, useSelection, useView } from '../stores/hooks.ts';
import type { PlanDocument } from '../stores/plan-draft-store.ts';
import { useServices } from '../stores/services.ts';
import { DraftBanner } from './draft-banner.tsx';
import { describeEdit } from './describe-change.ts';
import { describeHeld, isHeld, type DragContext, type DragResult } from './drag.ts';
import { LibraryPane, type PaneItem } from './library-pane.tsx';
import { firstGap, slotMinutesFor, wallSpan } from './placement.ts';
import { ProblemsPanel } from './problems-panel.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { showsText } from './shows-text.ts';
import { RowDialog, type RowTarget } from './row-dialog.tsx';
import { StaleDialog } from './stale-dialog.tsx';
import { useEditorKeys } from './use-editor-keys.ts';
import { usePlanDrag } from './use-plan-drag.ts';
import { WeekTimeline } from './week-timeline.tsx';
import { countChanges, firstEffectiveDate, weekDates } from './week.ts';
import { WhatIfButton } from './what-if-dialog.tsx';

const FRAME_MS = 16;

/** One plan being edited: library, week, draft. */
export function PlanEditor({
  channel,
  plans,
  document,
  date,
  today,
  blockedReason,
}: {
  readonly channel: Channel;
  readonly plans: readonly Plan[];
  readonly document: PlanDocument;
  readonly date: IsoDate;
  readonly today: IsoDate;
  readonly blockedReason: string | null;
}) {
  const { drafts, notices, view, timers, newId } = useServices();
  const { plan, rows, names } = document;
  const isSnapping = useView((state) => state.isSnapping);
  const pxPerHour = useView((state) => state.planPxPerHour);
  const selection = useSelection('plan');
  const selected = rows.find(({ id }) => selection.has(id))?.id ?? null;
  const [target, setTarget] = useState<RowTarget | null>(null);
  const [isPublishing, setPublishing] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const parts = useMemo(() => ({ body, scroller }), []);
  const week = weekDates(date);
  const firstShown = week[0] ?? today;
  const from = firstShown < today ? firstShown : today;
  const days = useRemote('day.list', { channelId: channel.id, from, to: addDays(date, 45) }, [
    'days.changed',
  ]);
  const frozen = useMemo(
    () =>
      new Set(days.state === 'ready' ? days.value.map(({ broadcastDate }) => broadcastDate) : []),
    [days],
  );
  const frozenAhead = [...frozen].filter((day) => day >= today).sort();
  const offers = useRemote('rebuild.list', { channelId: channel.id }, ['days.changed']);
  const offered = useMemo(
    () =>
      new Set(
        offers.state === 'ready' ? offers.value.map(({ broadcastDate }) => broadcastDate) : [],
      ),
    [offers],
  );
  const changes = useMemo(() => countChanges(plan.assignments, rows), [plan, rows]);

  const titleOf = useCallback(
    (row: Assignment) => names[contentKey(row.content)]?.title ?? 'Another row',
    [names],
  );
  const context = useMemo<DragContext | null>(
    () =>
      blockedReason === null
        ? {
            rows,
            planId: plan.id,
            gridMinutes: channel.gridMinutes,
            pxPerHour,
            isSnapping,
            dayStart: channel.dayStart,
            titleOf,
            newId: () => newId() as AssignmentId,
          }
        : null,
    [blockedReason, rows, plan.id, channel, pxPerHour, isSnapping, titleOf, newId],
  );

  const dropName = useRef<PaneItem | null>(null);
  const perform = useCallback(
    (change: NonNullable<DragResult['change']>, item: PaneItem | null) => {
      try {
        drafts.perform(plan.id, change, item ? [item.name] : []);
        const touched = change.edits[0];
        if (touched && touched.type !== 'remove') view.select('plan', [touched.assignment.id]);
      } catch (error) {
        notices.report(change.label, error);
      }
    },
    [drafts, notices, plan.id, view],
  );
  const onResult = useCallback(
    (result: DragResult) => {
      if (result.change) perform(result.change, dropName.current);
      if (result.refusal) notices.announce(`Put back. ${result.refusal.reason}`);
      dropName.current = null;
    },
    [notices, perform],
  );
  const minutesAt = useCallback(
    (x: number, y: number): number | null => {
      const days7 = body.current?.getBoundingClientRect();
      const frame = scroller.current?.getBoundingClientRect();
      if (!days7 || !frame) return null;
      const isInside = x >= days7.left && x <= days7.right && y >= frame.top && y <= frame.bottom;
      return isInside ? minutesOfPx(y - days7.top, pxPerHour) : null;
    },
    [pxPerHour],
  );
  const everyFrame = useCallback((run: () => void) => timers.every(FRAME_MS, run), [timers]);
  const drag = usePlanDrag({ context, minutesAt, scroller, onResult, everyFrame });

  const spoken = isHeld(drag.state) ? describeHeld(drag.state, channel.dayStart) : null;
  useEffect(() => {
    if (spoken !== null) notices.announce(spoken);
  }, [notices, spoken]);

  const remove = useCallback(
    (row: Assignment) => {
      if (blockedReason !== null) return;
      perform(
        { label: `Removed ${titleOf(row)}`, edits: [{ type: 'remove', assignmentId: row.id }] },
        null,
      );
      setTarget(null);
    },
    [blockedReason, perform, titleOf],
  );

  useEditorKeys(plan.id, blockedReason !== null);

  const bringIntoSight = useCallback((id: string) => {
    const block = body.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    block?.scrollIntoView({ block: 'center' });
    block?.focus();
  }, []);
  /** A row from the dialog, which may lie where the timeline does not show it; it is on the page once drawn. */
  const [saved, setSaved] = useState<{ readonly id: string } | null>(null);
  useEffect(() => {
    if (saved !== null) bringIntoSight(saved.id);
  }, [saved, bringIntoSight]);

  const minutesFor = ({ lengthMs }: PaneItem): number =>
    lengthMs === null ? channel.gridMinutes : slotMinutesFor(lengthMs, channel.gridMinutes);

  function save(row: Assignment): void {
    const before = target?.type === 'edit' ? target.row : null;
    const item = target?.type === 'add' ? target.item : null;
    const label = before
      ? describeEdit(before, row, titleOf, channel.dayStart)
      : `Added ${item?.name.title ?? 'a row'} at ${wallSpan(row, channel.dayStart).slice(0, 5)}`;
    perform({ label, edits: [{ type: before ? 'replace' : 'insert', assignment: row }] }, item);
    setTarget(null);
  }

  const draftBlocked = blockedReason ?? (document.pending.length > 0 ? 'Saving the draft.' : null);

  async function publish(from: PublishFrom): Promise<boolean> {
    setPublishing(false);
    return notices.attempt('Publish the plan', async () => {
      const answer = await drafts.publish(plan.id, from);
      notices.did(`Published ${answer.plan.name}; it ${showsText(answer.showsFrom)}`);
    });
  }

  async function discard(): Promise<boolean> {
    return notices.attempt('Discard the draft', async () => {
      await drafts.discard(plan.id);
      notices.did('Discarded the draft');
    });
  }

  return (
    <>
      {changes > 0 ? (
        <DraftBanner
          changes={changes}
          firstDate={firstEffectiveDate(plan, today, frozen)}
          frozenCount={frozenAhead.length}
          blockedReason={draftBlocked}
          publish={() => {
            setPublishing(true);
          }}
          discard={discard}
        >
          <WhatIfButton
            channel={channel}
            from={firstShown < today ? today : firstShown}
            blockedReason={draftBlocked}
          />
        </DraftBanner>
      ) : null}
      {isPublishing ? (
        <PublishDialog
          channel={channel}
          plan={plan}
          frozenDates={frozenAhead}
          onPublish={publish}
          onClose={() => {
            setPublishing(false);
          }}
        />
      ) : null}
      <RebuildStrip channels={[channel]} />
      <div className="flex min-h-0 flex-1 gap-2">
        <LibraryPane
          gridMinutes={channel.gridMinutes}
          blockedReason={blockedReason}
          onGrab={(item, event) => {
            dropName.current = item;
            drag.press(
              {
                type: 'content',
                content: item.content,
                title: item.name.title,
                durationMinutes: minutesFor(item),
              },
              'move',
              event,
            );
          }}
          onAdd={(item) => {
            setTarget({
              type: 'add',
              startOffsetMinutes: firstGap(rows, minutesFor(item), channel.gridMinutes),
              item,
            });
          }}
        />
        <WeekTimeline
          channel={channel}
          plans={plans}
          document={document}
          date={date}
          frozen={frozen}
          offered={offered}
          drag={drag.state}
          parts={parts}
          selected={selected}
          send={drag.send}
          onGrab={(row, grip, event) => {
            drag.press({ type: 'row', row }, grip, event);
          }}
          onSelect={(id) => {
            view.select('plan', id === null ? [] : [id]);
          }}
          onOpen={(row) => {
            setTarget({ type: 'edit', row });
          }}
          onRemove={remove}
          onAdd={(startOffsetMinutes) => {
            if (blockedReason === null) setTarget({ type: 'add', startOffsetMinutes, item: null });
          }}
        />
      </div>
      <ProblemsPanel
        planId={plan.id}
        onShow={(id) => {
          view.select('plan', [id]);
          bringIntoSight(id);
        }}
      />
      {target ? (
        <RowDialog
          target={target}
          channel={channel}
          rows={rows}
          names={names}
          draftRow={{
            id: newId() as AssignmentId,
            planId: plan.id,
            startOffsetMinutes: 0,
            durationMinutes: channel.gridMinutes,
            episodePolicy: 'sequential',
            operatorIntent: null,
            labelId: null,
          }}
          onClose={() => {
            setTarget(null);
          }}
          onSave={(row, name) => {
            setSaved({ id: row.id });
            if (name && target.type === 'add' && !target.item) {
              perform(
                {
                  label: `Added ${name.title} at ${wallSpan(row, channel.dayStart).slice(0, 5)}`,
                  edits: [{ type: 'insert', assignment: row }],
                },
                { content: row.content, name, lengthMs: null, detail: '' },
              );
              setTarget(null);
            } else save(row);
          }}
          onRemove={blockedReason === null ? remove : null}
        />
      ) : null}
      <StaleDialog document={document} />
    </>
  );
}
