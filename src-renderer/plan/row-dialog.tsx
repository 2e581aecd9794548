import { useState } from 'react';

import type { PlanContentName } from '#shared/contract/plan.ts';
import type { BreakChanges } from '#shared/model/break-rules.ts';
import type { Channel } from '#shared/model/channel.ts';
import {
  EPISODE_POLICIES,
  POLICY_TRAITS,
  type EpisodePolicy,
} from '#shared/model/episode-policy.ts';
import type { Assignment, ContentReference, Packing, RowFill } from '#shared/model/plan.ts';
import { offsetOfClock, wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import { minutesOfLocalTime } from '#shared/time/zone.ts';

import { BreakChoiceField } from '../airing/break-choice.tsx';
import { contentKey } from '../stores/content-type.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NumberField, SearchField, Switch, TextField } from '../ui/field.tsx';
import { RowFillField } from './row-fill-field.tsx';
import { usePaneItems, type PaneItem } from './library-pane.tsx';
import { refusalOf, slotMinutesFor, timeWithOffset } from './placement.ts';

/** Content of which the policy chooses the next piece. */
const CHOOSING: ReadonlySet<ContentReference['type']> = new Set(['series', 'list', 'rule']);

const PACKING_OPTIONS: readonly { readonly value: Packing; readonly label: string }[] = [
  { value: 'auto', label: 'Several in one slot when under half of it' },
  { value: 'always', label: 'As many as fit into the slots of the first' },
  { value: 'never', label: 'Each in a slot of its own' },
];

/** What the dialog starts from: a row to change, or a place for a new one. */
export type RowTarget =
  | { readonly type: 'edit'; readonly row: Assignment }
  | {
      readonly type: 'add';
      readonly startOffsetMinutes: number;
      readonly item: PaneItem | null;
    };

/** Puts a row somewhere by typing: the way without dragging. */
export function RowDialog({
  target,
  channel,
  rows,
  names,
  onClose,
  onSave,
  onRemove,
  draftRow,
}: {
  readonly target: RowTarget;
  readonly channel: Channel;
  readonly rows: readonly Assignment[];
  readonly names: Readonly<Record<string, PlanContentName>>;
  readonly onClose: () => void;
  readonly onSave: (row: Assignment, name: PlanContentName | null) => void;
  readonly onRemove: ((row: Assignment) => void) | null;
  /** The row to be filled in when something is added. */
  readonly draftRow: Omit<Assignment, 'content'>;
}) {
  const start = target.type === 'edit' ? target.row : null;
  const firstOffset =
    start?.startOffsetMinutes ?? (target.type === 'add' ? target.startOffsetMinutes : 0);
  const firstItem = target.type === 'add' ? target.item : null;
  const [item, setItem] = useState<PaneItem | null>(firstItem);
  const [wall, setWall] = useState(wallClockOfOffset(channel.dayStart, firstOffset));
  const [duration, setDuration] = useState(
    start?.durationMinutes ??
      (firstItem?.lengthMs
        ? slotMinutesFor(firstItem.lengthMs, channel.gridMinutes)
        : channel.gridMinutes),
  );
  const [policy, setPolicy] = useState<EpisodePolicy>(start?.episodePolicy ?? 'sequential');
  const [intent, setIntent] = useState(start?.operatorIntent ?? '');
  const [isHard, setHard] = useState(start?.isHardStart === true);
  const [breakRules, setBreakRules] = useState<BreakChanges | null>(start?.breakRules ?? null);

  const [packing, setPacking] = useState<Packing>(start?.packing ?? 'auto');

  const [fill, setFill] = useState<RowFill | null>(start?.fill ?? null);

  const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(wall);
  const offset = isTime ? offsetOfClock(channel.dayStart, minutesOfLocalTime(wall)) : 0;
  const content = start?.content ?? item?.content ?? null;
  const placement = { startOffsetMinutes: offset, durationMinutes: duration };
  const refusal = isTime
    ? refusalOf(
        rows,
        placement,
        start?.id ?? null,
        (row) => names[contentKey(row.content)]?.title ?? 'Another row',
        channel.dayStart,
      )
    : null;
  const title = start
    ? (names[contentKey(start.content)]?.title ?? 'Row')
    : (item?.name.title ?? 'Add to the plan');

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      testId="row-dialog"
      footer={
        <>
          {start && onRemove ? (
            <Button look="danger" className="mr-auto" onPress={() => onRemove(start)}>
              Remove from the plan
            </Button>
          ) : null}
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            testId="row-save"
            isDisabled={!isTime || refusal !== null || content === null}
            onPress={() => {
              if (!content) return;
              onSave(
                {
                  ...withStart(start ?? draftRow, isHard),
                  breakRules,
                  packing: packing === 'auto' ? undefined : packing,
                  fill,
                  ...placement,
                  content,
                  episodePolicy: policy,
                  operatorIntent: intent.trim() === '' ? null : intent.trim(),
                },
                item?.name ?? null,
              );
            }}
          >
            {start ? 'Change' : 'Add'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {start === null && item === null ? (
          <ContentPicker
            onPick={(picked) => {
              setItem(picked);
              if (picked.lengthMs !== null)
                setDuration(slotMinutesFor(picked.lengthMs, channel.gridMinutes));
            }}
          />
        ) : null}
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label="Starts at (wall clock)"
            value={wall}
            onChange={setWall}
            testId="row-start"
            error={isTime ? null : 'Write a time as HH:MM.'}
            help={
              isTime
                ? `${timeWithOffset(offset, channel.dayStart)} from the day’s start`
                : undefined
            }
          />
          <NumberField
            label="Length in minutes"
            value={duration}
            onChange={setDuration}
            minimum={1}
            maximum={2_880}
            testId="row-duration"
            help={`Ends at ${wallClockOfOffset(channel.dayStart, offset + duration)}`}
          />
        </div>
        {content && CHOOSING.has(content.type) ? (
          <Select
            label="What comes next"
            value={policy}
            onChange={setPolicy}
            options={EPISODE_POLICIES.map((value) => ({
              value,
              label: POLICY_TRAITS[value].label,
            }))}
          />
        ) : null}
        {content && CHOOSING.has(content.type) ? (
          <Select
            label="Short programmes"
            value={packing}
            onChange={setPacking}
            options={PACKING_OPTIONS}
            testId="row-packing"
          />
        ) : null}
        <RowFillField value={fill} onChange={setFill} />
        <Switch
          label="Start on time, whatever airs before"
          help="Otherwise it may slip behind a longer programme. What does not fit before it waits."
          isOn={isHard}
          onChange={setHard}
          testId="row-hard-start"
        />
        <BreakChoiceField
          label="Breaks"
          inheritLabel="As the plan or the channel says"
          value={breakRules}
          onChange={setBreakRules}
          testId="row-breaks"
        />
        <TextField
          label="Note for the operator"
          value={intent}
          onChange={setIntent}
          help="Shown beside the airing. The planner does not read it."
        />
        {refusal ? (
          <p role="alert" className="border-l-2 border-conflict pl-2 text-13 text-conflict">
            It does not fit here: {refusal.reason} Choose another time or a shorter length.
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

/** The row with a hard start, or a soft one. */
function withStart<Row extends { isHardStart?: boolean | undefined }>(
  row: Row,
  isHard: boolean,
): Row {
  const next = { ...row };
  delete next.isHardStart;
  return isHard ? { ...next, isHardStart: true } : next;
}

function ContentPicker({ onPick }: { readonly onPick: (item: PaneItem) => void }) {
  const [text, setText] = useState('');
  const { items, node } = usePaneItems(text);
  return (
    <div className="flex flex-col gap-2">
      <SearchField label="Search series and movies" value={text} onChange={setText} />
      <div className="flex h-40 flex-col overflow-auto border border-line">
        {node ??
          items.slice(0, 60).map((item) => (
            <button
              type="button"
              key={item.name.key}
              className="flex items-baseline gap-2 px-2 py-1 text-left text-13 hover:bg-hover"
              onClick={() => {
                onPick(item);
              }}
            >
              <span className="min-w-0 flex-1 truncate">{item.name.title}</span>
              <span className="text-12 text-ink-3">{item.detail}</span>
            </button>
          ))}
      </div>
    </div>
  );
}
