import { describe, expect, test } from 'vitest';

import { dataFolderArgument, forbiddenSwitch } from '#main/app/command-line.ts';

describe('forbiddenSwitch', () => {
  test('finds the switches that open the program to a debugger', () => {
    for (const argument of ['--inspect', '--inspect-brk=9229', '--remote-debugging-port=9222']) {
      expect(forbiddenSwitch(['/opt/RetroVue/retrovue', argument])).toBe(argument);
    }
  });

  test('lets ordinary arguments pass', () => {
    const argv = ['retrovue', '--data', '/media/inspect', '--inspector-of-nothing', '--no-sandbox'];
    expect(forbiddenSwitch(argv)).toBeNull();
  });
});

describe('dataFolderArgument', () => {
  test('reads both ways of writing it', () => {
    expect(dataFolderArgument(['retrovue', '--data', '/srv/tv'])).toBe('/srv/tv');
    expect(dataFolderArgument(['retrovue', '--data=/srv/tv'])).toBe('/srv/tv');
    expect(dataFolderArgument(['retrovue'])).toBeNull();
  });
});
