import { describe, expect, test } from 'vitest';

import { dataFolderArgument, forbiddenSwitch } from '#main/app/command-line.ts';

describe('forbiddenSwitch', () => {
  test('finds the switches that open the program to a debugger', () => {
    const names = [
      'inspect',
      'inspect=0',
      'inspect-brk=9229',
      'inspect-wait',
      'remote-debugging-port=9222',
      'remote-debugging-pipe',
      'remote-debugging-address=0.0.0.0',
      'remote-allow-origins=*',
      'disable-web-security',
      'Remote-Debugging-Port=1',
    ];
    for (const argument of names.flatMap((name) => [`--${name}`, `-${name}`])) {
      expect(forbiddenSwitch(['/opt/RetroVue/retrovue', argument], 'linux')).toBe(argument);
      expect(forbiddenSwitch(['retrovue.exe', argument], 'win32')).toBe(argument);
    }
    for (const argument of names.map((name) => `/${name}`)) {
      expect(forbiddenSwitch(['retrovue.exe', argument], 'win32')).toBe(argument);
      expect(forbiddenSwitch(['/opt/RetroVue/retrovue', argument], 'linux')).toBeNull();
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
