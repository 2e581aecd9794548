import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { answerInterface, registerScheme, serveInterface } from '#main/app/app-protocol.ts';
import { electron, resetElectron } from '#tests/helpers/fake-electron.ts';

let outer: string;
let folder: string;

beforeEach(() => {
  resetElectron();
  outer = mkdtempSync(join(tmpdir(), 'retrovue-interface-'));
  folder = join(outer, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>RetroVue</title>');
  writeFileSync(join(folder, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(outer, 'secret.json'), '{"token":"secret"}');
  writeFileSync(join(outer, 'renderer-secret.json'), '{"token":"secret"}');
});

afterEach(() => {
  rmSync(outer, { recursive: true });
});

function ask(path: string, method = 'GET'): Promise<Response> {
  const source = { folder, broadcastUrl: async () => 'http://127.0.0.1:8777' };
  return answerInterface(source, new Request(`app://retrovue${path}`, { method }));
}

describe('answerInterface', () => {
  test('serves the page with the content security policy', async () => {
    const response = await ask('/index.html');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toContain('RetroVue');
  });

  test('serves scripts as scripts and views as the page', async () => {
    expect((await ask('/assets/app.js')).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
    expect(await (await ask('/guide')).text()).toContain('RetroVue');
  });

  test('answers HEAD without a body and refuses other methods', async () => {
    const head = await ask('/index.html', 'HEAD');
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect((await ask('/index.html', 'POST')).status).toBe(405);
  });

  test('lets no path out of the folder of the interface', async () => {
    const paths = [
      '/../secret.json',
      '/..%2fsecret.json',
      '/%2e%2e/secret.json',
      '/%252e%252e/secret.json',
      '/..%5csecret.json',
      '/assets/..%2f..%2fsecret.json',
      '/../renderer-secret.json',
      '/..%2frenderer-secret.json',
      '/%00secret.json',
      '//etc/passwd.json',
      '/C:%5csecret.json',
    ];
    for (const path of paths) {
      const response = await ask(path);
      expect({ path, status: response.status, body: await response.text() }).toEqual({
        path,
        status: 404,
        body: '',
      });
    }
  });

  test('refuses a foreign host under its scheme', async () => {
    const source = { folder, broadcastUrl: async () => null };
    const response = await answerInterface(source, new Request('app://elsewhere/index.html'));
    expect(response.status).toBe(403);
  });
});

describe('registerScheme', () => {
  test('makes the scheme standard and secure without weakening it', () => {
    registerScheme();
    expect(electron.schemes).toHaveLength(1);
    expect(electron.schemes[0]?.scheme).toBe('app');
    expect(electron.schemes[0]?.privileges).not.toHaveProperty('bypassCSP');
    expect(electron.schemes[0]?.privileges).toMatchObject({ standard: true, secure: true });
  });
});

describe('serveInterface', () => {
  test('answers requests of the scheme', async () => {
    serveInterface({ folder, broadcastUrl: async () => null });
    const handler = electron.protocolHandlers.get('app');
    const response = await handler?.(new Request('app://retrovue/index.html'));
    expect(response?.status).toBe(200);
  });
});
