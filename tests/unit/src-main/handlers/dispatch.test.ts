import { describe, expect, test } from 'vitest';

import { createDispatch, type Fault } from '#main/handlers/dispatch.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors/app-error.ts';

function dispatchTo(handlers: Partial<Handlers>) {
  const faults: Fault[] = [];
  const undeclared: string[] = [];
  // Only the methods under test are called.
  const dispatch = createDispatch(
    handlers as Handlers,
    (fault) => faults.push(fault),
    (method, { code }) => undeclared.push(`${method} ${code}`),
  );
  return { dispatch, faults, undeclared };
}

describe('createDispatch', () => {
  test('answers with the request’s id and the checked output', async () => {
    const { dispatch } = dispatchTo({ 'guide.xmltv': () => ({ document: '<tv/>', extra: 1 }) });
    expect(await dispatch({ id: 'a', method: 'guide.xmltv', input: {} })).toEqual({
      id: 'a',
      ok: true,
      output: { document: '<tv/>' },
    });
  });

  test('tells of an error that the contract does not declare, and of no other', async () => {
    const codes = ['conflict', 'not-found', 'unavailable'] as const;
    for (const code of codes) {
      const { dispatch, undeclared } = dispatchTo({
        'channel.show': () => {
          throw new AppError(code, 'No.');
        },
      });
      const answer = await dispatch({ id: 1, method: 'channel.show', input: { selector: 'x' } });
      expect(answer).toMatchObject({ ok: false, error: { code } });
      expect(undeclared).toEqual(code === 'conflict' ? ['channel.show conflict'] : []);
    }
  });

  test('fills in defaults before the handler sees the input', async () => {
    const seen: unknown[] = [];
    const { dispatch } = dispatchTo({
      'channel.list': (input) => {
        seen.push(input);
        return [];
      },
    });
    await dispatch({ id: 1, method: 'channel.list', input: {} });
    expect(seen).toEqual([{ includeInactive: true }]);
  });

  test('refuses what is not an envelope, keeping an id that can be read', async () => {
    const { dispatch } = dispatchTo({});
    for (const [raw, id] of [
      [null, null],
      ['text', null],
      [{ method: 'channel.list', input: {} }, null],
      [{ id: 7, method: 5, input: {} }, 7],
      [{ id: 'x', method: 'channel.list', input: undefined }, 'x'],
      [{ id: 8, method: 'channel.list', input: { at: new Map() } }, 8],
    ] as const) {
      expect(await dispatch(raw)).toMatchObject({
        id,
        ok: false,
        error: { code: 'invalid-input' },
      });
    }
  });

  test('names the first wrong field', async () => {
    const { dispatch } = dispatchTo({});
    const input = { channelId: 'c', date: '2026-02-30' };
    expect(await dispatch({ id: 1, method: 'day.show', input })).toMatchObject({
      error: { code: 'invalid-input', details: { field: 'date' } },
    });
  });

  test('tells what a field may be in words for an operator', async () => {
    const { dispatch } = dispatchTo({});
    const input = { id: 'c', changes: { traffic: { defaultCooldownMs: -5_000 } } };
    expect(await dispatch({ id: 1, method: 'channel.update', input })).toMatchObject({
      error: {
        message: '"changes.traffic.defaultCooldownMs": Write a whole number from 0 to 604800000.',
        details: {
          field: 'changes.traffic.defaultCooldownMs',
          remedy: 'Write a whole number from 0 to 604800000.',
        },
      },
    });
  });

  test('passes expected errors on with their details', async () => {
    const { dispatch, faults } = dispatchTo({
      'channel.list': () => {
        throw new AppError('conflict', 'No.', { remedy: 'Wait.', list: ['a'], gone: undefined });
      },
    });
    expect(await dispatch({ id: 1, method: 'channel.list', input: {} })).toEqual({
      id: 1,
      ok: false,
      error: { code: 'conflict', message: 'No.', details: { remedy: 'Wait.', list: ['a'] } },
    });
    expect(faults).toEqual([]);
  });

  test('keeps a fault to itself and gives a reference', async () => {
    const fault = new Error('the password is swordfish');
    const { dispatch, faults } = dispatchTo({ 'channel.list': () => Promise.reject(fault) });
    const answer = await dispatch({ id: 1, method: 'channel.list', input: {} });
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('swordfish');
    expect(faults).toMatchObject([{ method: 'channel.list', error: fault }]);
    expect(JSON.stringify(answer)).toContain(faults[0]?.reference);
  });

  test('treats output that breaks the contract as a fault', async () => {
    const { dispatch, faults } = dispatchTo({
      'guide.xmltv': () => ({ document: 5 }) as unknown as { document: string },
    });
    const answer = await dispatch({ id: 1, method: 'guide.xmltv', input: {} });
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(faults).toHaveLength(1);
  });
});
