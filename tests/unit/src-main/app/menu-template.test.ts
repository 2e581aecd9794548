import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';

import { menuTemplate } from '#main/app/menu-template.ts';

function build(platform: NodeJS.Platform): { menu: MenuItemConstructorOptions[]; done: string[] } {
  const done: string[] = [];
  const menu = menuTemplate(
    {
      showAbout: () => done.push('about'),
      openSettings: () => done.push('settings'),
      syncMedia: () => done.push('sync'),
      quit: () => done.push('quit'),
    },
    platform,
  );
  return { menu, done };
}

function itemsOf(menu: MenuItemConstructorOptions[], label: string): MenuItemConstructorOptions[] {
  const found = menu.find((entry) => entry.label?.replace('&', '') === label);
  return Array.isArray(found?.submenu) ? found.submenu : [];
}

/** Presses the items of a menu from top to bottom. */
function press(items: MenuItemConstructorOptions[]): void {
  for (const item of items) (item.click as (() => void) | undefined)?.();
}

describe('menuTemplate', () => {
  test('offers About, Settings and Quit under File, and each works', () => {
    const { menu, done } = build('linux');
    const file = itemsOf(menu, 'File');
    expect(file.flatMap(({ label }) => label ?? [])).toEqual([
      'About RetroVue',
      'Settings…',
      'Quit',
    ]);
    press(file);
    expect(done).toEqual(['about', 'settings', 'quit']);
  });

  test('offers Sync Media under Utilities, and it works', () => {
    const { menu, done } = build('win32');
    const utilities = itemsOf(menu, 'Utilities');
    expect(utilities.map(({ label }) => label)).toEqual(['Sync Media']);
    press(utilities);
    expect(done).toEqual(['sync']);
  });

  test('keeps the three in the application menu of macOS', () => {
    const { menu, done } = build('darwin');
    expect(menu[0]?.label).toBe('RetroVue');
    press(itemsOf(menu, 'RetroVue'));
    expect(done).toEqual(['about', 'settings', 'quit']);
  });

  test('gives no two items the same key', () => {
    const keys = build('linux').menu.flatMap(({ submenu }) =>
      Array.isArray(submenu) ? submenu.flatMap(({ accelerator }) => accelerator ?? []) : [],
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(2);
  });
});
