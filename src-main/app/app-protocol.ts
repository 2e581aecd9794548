import { protocol } from 'electron';

import { readStaticFile } from '#main/transport/static-files.ts';

import { contentPolicy } from './content-policy.ts';
import { isOwnPage, SCHEME } from './own-page.ts';

/** Must run before the application is ready: a standard scheme has an origin, a secure one may use media and workers. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

export interface InterfaceSource {
  /** The built interface. */
  readonly folder: string;
  /** Address of the station's broadcast server now, or `null` when it is not known. */
  readonly broadcastUrl: () => Promise<string | null>;
}

/** Answers one request for a file of the interface: GET and HEAD, nothing outside the folder. */
export async function answerInterface(
  source: InterfaceSource,
  request: Request,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  if (!isOwnPage(request.url)) return refusal(403);
  const file = await readStaticFile(source.folder, new URL(request.url).pathname);
  if (file === null) return refusal(404);
  const body = request.method === 'HEAD' ? null : new Uint8Array(file.body);
  return new Response(body, {
    headers: {
      'content-type': file.contentType,
      'content-security-policy': contentPolicy(await source.broadcastUrl()),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    },
  });
}

function refusal(status: number): Response {
  return new Response(null, {
    status,
    headers: { 'content-security-policy': contentPolicy(null) },
  });
}

/** Serves the interface under its own scheme. */
export function serveInterface(source: InterfaceSource): void {
  protocol.handle(SCHEME, (request) => answerInterface(source, request));
}
