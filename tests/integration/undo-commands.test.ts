import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { approvalChange, channelChange, settingsChange } from '#renderer/stores/commands.ts';
import { createNoticeStore, type NoticeStore } from '#renderer/stores/notice-store.ts';
import { createUndoStore, type UndoStore } from '#renderer/stores/undo-store.ts';
import type { Channel, ChannelFields } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { Settings } from '#shared/model/settings.ts';
import { createTestStation, type TestStation } from '#tests/helpers/test-station.ts';

let lab: TestStation;
let notices: NoticeStore;
let undo: UndoStore;
let channel: Channel;

beforeEach(async () => {
  lab = await createTestStation();
  notices = createNoticeStore();
  undo = createUndoStore(notices);
  channel = await lab.client.call('channel.create', { name: 'First', number: 7 });
});

afterEach(() => lab.dispose());

const present = (): Promise<Channel> => lab.client.call('channel.show', { selector: channel.id });

/** As the form does: on the channel as it is now. */
async function change(changes: Partial<ChannelFields>): Promise<void> {
  await undo.perform(channelChange(lab.client, await present(), changes, 'Changed'));
}

async function set(changes: Partial<Settings>): Promise<void> {
  const before = await lab.client.call('settings.get', {});
  await undo.perform(settingsChange(lab.client, before, changes, 'Set', () => undefined));
}

const told = (): unknown => notices.store.getState().notices.map(({ error }) => error.code);

describe('a change of a channel', () => {
  test('several in a row are taken back and done again, the latest first', async () => {
    await change({ name: 'Second' });
    await change({ name: 'Third', number: 8 });
    await change({ gridMinutes: 15 });
    for (let step = 0; step < 3; step += 1) await undo.undo();
    expect(told()).toEqual([]);
    expect(await present()).toMatchObject({ name: 'First', number: 7, gridMinutes: 30 });
    for (let step = 0; step < 3; step += 1) await undo.redo();
    expect(told()).toEqual([]);
    expect(await present()).toMatchObject({ name: 'Third', number: 8, gridMinutes: 15 });
  });

  test('is taken back beside what somebody else has changed, and never over it', async () => {
    await change({ name: 'Second' });
    const elsewhere = { id: channel.id, changes: { number: 9 } };
    await lab.client.call('channel.update', elsewhere);
    await undo.undo();
    expect(await present()).toMatchObject({ name: 'First', number: 9 });
    await undo.redo();
    await lab.client.call('channel.update', { id: channel.id, changes: { name: 'Elsewhere' } });
    await undo.undo();
    expect(told()).toEqual(['stale-version']);
    expect(await present()).toMatchObject({ name: 'Elsewhere', number: 9 });
  });
});

describe('a change of the settings', () => {
  test('is taken back beside what somebody else has changed, and never over it', async () => {
    await set({ stationName: 'Second' });
    await lab.client.call('settings.update', { changes: { scheduleHorizonDays: 9 } });
    await undo.undo();
    expect(await lab.client.call('settings.get', {})).toMatchObject({ scheduleHorizonDays: 9 });
    await undo.redo();
    await lab.client.call('settings.update', { changes: { stationName: 'Elsewhere' } });
    await undo.undo();
    expect(told()).toEqual(['stale-version']);
    expect(await lab.client.call('settings.get', {})).toMatchObject({ stationName: 'Elsewhere' });
  });
});

describe('an approval', () => {
  test.each([
    [['a', 'b'], ['a', 'b'], [['a', 'b']]],
    [['a', 'b'], ['b'], [['b']]],
    [['a', 'b'], [], []],
  ])('of %j of which %j changed is taken back of %j', async (asked, changed, back) => {
    const calls: unknown[] = [];
    const ids = (names: readonly string[]) => names.map((name) => AssetId.parse(name));
    const client = {
      call: (_method: string, { ids: of, isApproved }: { ids: string[]; isApproved: boolean }) => {
        calls.push([of, isApproved]);
        return Promise.resolve({ changedIds: isApproved ? ids(changed) : of });
      },
    } as unknown as typeof lab.client;
    await undo.perform(approvalChange(client, ids(asked), true, 'Approved'));
    await undo.undo();
    expect(calls).toEqual([[asked, true], ...back.map((each) => [each, false])]);
    expect(told()).toEqual([]);
  });
});
