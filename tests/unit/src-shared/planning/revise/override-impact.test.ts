import { describe, expect, test } from 'vitest';

import { AssetId, VirtualAssetId } from '#shared/model/ids.ts';
import {
  EMPTY_CARRY,
  membersOf,
  type Airing,
  type AiringContent,
  type AiringMember,
  type ScheduleDay,
} from '#shared/model/schedule-day.ts';
import { overrideDay, type AiringEdit } from '#shared/planning/revise/override-day.ts';
import { impactOf } from '#shared/planning/revise/override-impact.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const catalog = makeCatalog();
const { day: resolved } = resolveDay({
  channel,
  catalog,
  date: '2026-02-10',
  carryIn: EMPTY_CARRY,
  planned: plannedBy([
    makePlan('plan', [makeRow(0, 120, 'series:alpha'), makeRow(120, 1_320, 'series:beta')]),
  ]),
});
const day: ScheduleDay = { ...resolved, frozenAt: 0 };

const airing = (index: number): Airing => day.airings.at(index) as Airing;

function impact(edit: AiringEdit, laterFrozenDates: string[] = []) {
  const after = overrideDay({
    channel,
    day,
    catalog,
    edit,
    planned: plannedBy([]),
    carryIn: EMPTY_CARRY,
    reason: 'a test',
    isNextDayFrozen: false,
    lockedUntil: 0,
  });
  return impactOf(day, after, laterFrozenDates);
}

describe('impactOf', () => {
  test('tells what comes, what goes and what moves, in order of time', () => {
    const { changes, cursors } = impact({
      type: 'insert',
      airingId: airing(1).id,
      scope: 'until-fixed-start',
      assetId: AssetId.parse('movie-short'),
    });
    const told = changes.map(({ type, assetId, isSkipped }) => [type, assetId, isSkipped]);
    expect(told).toEqual([
      ['removed', 'alpha-e2', false],
      ['added', 'movie-short', false],
      ['removed', 'alpha-e3', false],
      ['removed', 'alpha-e4', false],
    ]);
    expect(cursors).toEqual([{ seriesId: 'alpha', before: 'alpha-e4', after: 'alpha-e1' }]);
  });

  test('names an episode that its rotation will not come back to', () => {
    const { changes, cursors } = impact({
      type: 'remove',
      airingId: airing(1).id,
      scope: 'until-fixed-start',
    });
    expect(changes.filter(({ type }) => type === 'removed')).toMatchObject([
      { assetId: 'alpha-e2', isSkipped: true, before: { startAt: airing(1).startAt }, after: null },
    ]);
    expect(changes.filter(({ type }) => type === 'moved').map(({ assetId }) => assetId)).toEqual([
      ...['alpha-e3', 'alpha-e4'],
    ]);
    expect(cursors).toEqual([]);
  });

  test('tells of shortened content', () => {
    const edit = { type: 'trim', airingId: airing(0).id, scope: 'airing' } as const;
    expect(impact({ ...edit, contentDurationMs: 60_000 }).changes).toMatchObject([
      { type: 'trimmed', assetId: 'alpha-e1' },
    ]);
  });

  test('says that later frozen days stay, whose rotations then decide', () => {
    const edit = { type: 'remove', airingId: airing(-1).id, scope: 'airing' } as const;
    expect(impact(edit).cursors).toHaveLength(1);
    const told = impact(edit, ['2026-02-11']);
    expect(told).toMatchObject({ cursors: [], laterFrozenDates: ['2026-02-11'] });
    expect(told.changes.find(({ type }) => type === 'removed')?.isSkipped).toBe(true);
  });

  const pieces = (...ids: string[]): AiringMember[] =>
    ids.map((id, index) => ({
      assetId: AssetId.parse(id),
      kind: 'episode',
      title: id,
      episodeTitle: null,
      seriesId: null,
      seasonNumber: null,
      episodeNumber: null,
      year: null,
      startMs: index * 600_000,
      durationMs: 600_000,
      role: 'short',
    }));
  const CONTENTS = {
    asset: { kind: 'asset', assetId: AssetId.parse('alpha-e1'), assetKind: 'episode' },
    shorts: { kind: 'shorts', members: pieces('alpha-e1', 'alpha-e2') },
    fewer: { kind: 'shorts', members: pieces('alpha-e1') },
    package: {
      kind: 'package',
      package: { virtualAssetId: VirtualAssetId.parse('pair'), method: null },
      members: pieces('alpha-e1', 'alpha-e2'),
    },
    slate: { kind: 'slate' },
  } as const satisfies Record<string, AiringContent>;

  test.each([
    ['asset', 'slate', ['removed', 'added']],
    ['shorts', 'slate', ['removed', 'added']],
    ['package', 'slate', ['removed', 'added']],
    ['slate', 'shorts', ['removed', 'added']],
    ['package', 'shorts', ['removed', 'added']],
    ['shorts', 'fewer', ['trimmed']],
    ['slate', 'slate', []],
  ] as const)('knows content of every kind again: %s, then %s', (was, is, told) => {
    const dayOf = (content: AiringContent, contentDurationMs: number) => ({
      ...day,
      airings: [{ ...airing(0), content, contentDurationMs }],
    });
    const lengthOf = (content: AiringContent): number =>
      Math.max(1, membersOf({ content }).length) * 600_000;
    const { changes } = impactOf(
      dayOf(CONTENTS[was], lengthOf(CONTENTS[was])),
      dayOf(CONTENTS[is], lengthOf(CONTENTS[is])),
      [],
    );
    expect(changes.map(({ type }) => type)).toEqual(told);
  });
});
