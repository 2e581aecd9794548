import { describe, expect, test } from 'vitest';

import { createDevices, type DeviceTraits } from '#main/broadcast/devices.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

const TRAITS: DeviceTraits = { viewer: undefined, address: '192.168.1.20', userAgent: 'VLC/3.0' };
const LIMITS = { devices: 20, devicesPerAddress: 8, devicesPerProgram: 3 };

function keys(traits: readonly Partial<DeviceTraits>[]): Set<string> {
  const devices = createDevices(createManualClock(), LIMITS);
  return new Set(traits.map((each) => devices.keyOf({ ...TRAITS, ...each })));
}

const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('createDevices', () => {
  test('counts one program at one address as one device, whatever it asks for', () => {
    expect(keys([{}, {}, {}]).size).toBe(1);
  });

  test('tells addresses and programs apart', () => {
    expect(keys([{}, { address: '192.168.1.21' }, { userAgent: 'mpv' }]).size).toBe(3);
  });

  test('parts like devices behind one address by the ids that they keep', () => {
    expect(
      keys([{ viewer: 'a1b2c3d4' }, { viewer: 'e5f6a7b8' }, { viewer: 'a1b2c3d4' }]).size,
    ).toBe(2);
  });

  test.each([
    ['short'],
    ['x'.repeat(65)],
    ['has space'],
    [['a1b2c3d4', 'a1b2c3d4']],
    ['../../etc'],
  ])('does not take %j for an id', (viewer) => {
    expect(keys([{}, { viewer }]).size).toBe(1);
  });

  test('gives an id of one address no meaning at another', () => {
    expect(keys([{ viewer: 'a1b2c3d4' }, { viewer: 'a1b2c3d4', address: '10.0.0.1' }]).size).toBe(
      2,
    );
  });

  test.each<[string, number, number, (index: number) => Partial<DeviceTraits>]>([
    ['ids', 4_000, 4, (index: number) => ({ viewer: `viewer-${String(index)}` })],
    ['programs', 4_000, 9, (index: number) => ({ userAgent: `agent ${String(index)}` })],
    [
      'ids and programs',
      4_000,
      9,
      (index: number) => ({
        viewer: `viewer-${String(index)}`,
        userAgent: `agent ${String(index % 50)}`,
      }),
    ],
    ['addresses', 4_000, 21, (index: number) => ({ address: `10.0.${String(index)}` })],
    [
      'addresses of one network',
      4_000,
      9,
      (index: number) => ({ address: `2001:db8::${index.toString(16)}` }),
    ],
  ])(
    'counts no more devices than there are places, with any number of %s',
    (_what, count, most, traits) => {
      expect(keys(many(count).map(traits)).size).toBeLessThanOrEqual(most);
    },
  );

  test('serves those who come later while an address has taken its share', () => {
    const devices = createDevices(createManualClock(), LIMITS);
    for (const index of many(100)) devices.keyOf({ ...TRAITS, userAgent: String(index) });
    const one = devices.keyOf({ ...TRAITS, address: '10.0.0.1' });
    const two = devices.keyOf({ ...TRAITS, address: '10.0.0.2' });

    expect(new Set([one, two]).size).toBe(2);
  });

  test('gives the places of devices that have gone to others', async () => {
    const clock = createManualClock();
    const devices = createDevices(clock, LIMITS);
    for (const index of many(8)) devices.keyOf({ ...TRAITS, userAgent: String(index) });
    await clock.advance(31_000);
    const late = many(8).map((index) =>
      devices.keyOf({ ...TRAITS, userAgent: `l${String(index)}` }),
    );

    expect(new Set(late).size).toBe(8);
    expect(devices.count()).toBe(8);
  });

  test('keeps the key of a device that goes on asking', async () => {
    const clock = createManualClock();
    const devices = createDevices(clock, LIMITS);
    const first = devices.keyOf(TRAITS);
    for (let second = 0; second < 120; second += 5) {
      await clock.advance(5_000);
      devices.keyOf({ ...TRAITS, userAgent: `other ${String(second)}` });
      expect(devices.keyOf(TRAITS)).toBe(first);
    }
  });

  test('does not show the address', () => {
    expect([...keys([{}])][0]).not.toContain('192.168');
  });
});
