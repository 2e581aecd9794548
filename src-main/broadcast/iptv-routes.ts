import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { invalidInput } from '#shared/errors/app-error.ts';
import { m3uDocument } from '#shared/guide/m3u.ts';

import type { ServerContext } from './server-context.ts';
import { createTextDocument, sendDocument, type TextDocument } from './text-document.ts';

/** The guide document is asked of the station at most once in this time. */
const XMLTV_KEPT_MS = 1_000;

/** Which form of a channel the list names: HLS suits most clients, a plain transport stream suits tuners. */
const ListQuery = z.object({ mode: z.enum(['hls', 'ts']).default('hls') });

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

  app.get('/iptv/channels.m3u', async (request, reply) => {
    const query = ListQuery.safeParse(request.query);
    if (!query.success) {
      throw invalidInput('mode', 'There is no such form of channel list.', 'Ask for hls or ts.');
    }
    // The name by which this client reached the station is the one that works for it; it has been checked.
    const base = `http://${request.headers.host ?? ''}`;
    const text = m3uDocument({
      stationName: context.stationName(),
      guideUrl: `${base}/iptv/guide.xml`,
      channels: source.channels().map((channel) => ({
        ...channel,
        streamUrl:
          query.data.mode === 'hls'
            ? `${base}/hls/${channel.slug}/live.m3u8`
            : `${base}/channel/${channel.slug}.ts`,
      })),
    });
    const document = createTextDocument(text, {
      mediaType: 'application/x-mpegurl; charset=utf-8',
      cacheControl: 'public, max-age=60',
    });
    return sendDocument(request, reply, document);
  });

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
