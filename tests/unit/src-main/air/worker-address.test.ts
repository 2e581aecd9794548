import { existsSync } from 'node:fs';

import { expect, test } from 'vitest';

import { airWorkerUrl } from '#main/air/worker-address.ts';

test.each([
  [
    'file:///home/me/retrovue/src-main/air/worker-address.ts',
    '/home/me/retrovue/src-main/air/worker.ts',
  ],
  ['file:///opt/RetroVue/dist/main/index.js', '/opt/RetroVue/dist/main/air-worker.js'],
  [
    'file:///opt/RetroVue/resources/app.asar/dist/main/open-station-a1b2c3.js',
    '/opt/RetroVue/resources/app.asar/dist/main/air-worker.js',
  ],
  [
    'file:///C:/Retro%20Vue/app.asar/dist/main/x.js',
    '/C:/Retro%20Vue/app.asar/dist/main/air-worker.js',
  ],
])('for a module at %s the thread of the air is %s', (ownUrl, expected) => {
  expect(airWorkerUrl(ownUrl).pathname).toBe(expected);
});

test('from the sources it is a file that exists', () => {
  expect(existsSync(airWorkerUrl())).toBe(true);
});
