import type { FastifyInstance } from 'fastify';

import type { ServerContext } from './server-context.ts';
import { createTextDocument, sendDocument, type TextDocument } from './text-document.ts';

/** The guide document is asked of the station at most once in this time. */
const XMLTV_KEPT_MS = 1_000;

/** Adds `/iptv/channels.m3u` and `/iptv/guide.xml`. */
export function addIptvRoutes(app: FastifyInstance, context: ServerContext): void {
  const { source, clock } = context;
  let kept: { readAt: number; text: Promise<string> } | null = null;
  let latest: { text: string; document: TextDocument } | null = null;

  /** One question at a time, however many tuners ask. */
  function xmltv(): Promise<string> {
    if (kept && clock.nowAt() - kept.readAt < XMLTV_KEPT_MS) return kept.text;
    const text = source.xmltv();
    kept = { readAt: clock.nowAt(), text };
    text.catch(() => {
      kept = null;
    });
    return text;
  }

  app.get('/iptv/guide.xml', async (request, reply) => {
    const text = await xmltv();
    if (latest?.text !== text) {
      const document = createTextDocument(text, {
        mediaType: 'application/xml; charset=utf-8',
        cacheControl: 'public, max-age=60',
      });
      latest = { text, document };
    }
    return sendDocument(request, reply, latest.document);
  });
}
