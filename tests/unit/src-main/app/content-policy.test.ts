import { describe, expect, test } from 'vitest';

import { contentPolicy } from '#main/app/content-policy.ts';

function directives(policy: string): Map<string, string[]> {
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

describe('contentPolicy', () => {
  test('forbids everything that it does not name, and inline scripts', () => {
    const policy = directives(contentPolicy('http://127.0.0.1:8777'));
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    for (const name of ['object-src', 'base-uri', 'form-action', 'frame-src', 'frame-ancestors']) {
      expect(policy.get(name)).toEqual(["'none'"]);
    }
  });

  test('lets the page speak to its own station on this machine only', () => {
    const policy = directives(contentPolicy('http://192.168.1.20:8777'));
    const own = ["'self'", 'http://127.0.0.1:8777', 'http://localhost:8777'];
    expect(policy.get('connect-src')).toEqual(own);
    expect(policy.get('media-src')).toEqual(["'self'", 'blob:', ...own.slice(1)]);
  });

  test('names no server while the broadcast has no address', () => {
    expect(contentPolicy(null)).not.toContain('http');
  });
});
