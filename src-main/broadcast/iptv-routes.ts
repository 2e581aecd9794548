import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { notFound } from '#shared/errors/app-error.ts';
import { m3uDocument } from '#shared/guide/m3u.ts';

import { originGuard } from './cross-origin.ts';
import { documentGuard } from './document-rate.ts';
import { PublicRefusal } from './error-answers.ts';
import { calendarSlugOf } from './resource-name.ts';
import type { ServerContext } from './server-context.ts';
import { createDocumentShelf } from './documents/document-shelf.ts';
import type { FinishedText } from './documents/finished-text.ts';
import {
  createTextDocument,
  documentOfFinished,
  sendDocument,
  type TextDocument,
} from './documents/text-document.ts';

/** Both forms of the guide, channel lists of several names, and the calendars of a large station. */
const DOCUMENTS_KEPT = 96;

/** Which form of a channel the list names: HLS suits most clients, a plain transport stream suits tuners. */
const ListQuery = z.object({ mode: z.enum(['hls', 'ts']).default('hls') });

/** UTC suits every client; some ignore offsets. */
const GuideQuery = z.object({ times: z.enum(['utc', 'local']).default('utc') });

/** Adds `/iptv/channels.m3u`, `/iptv/guide.xml` and `/iptv/<slug>.ics`. */
export function addIptvRoutes(app: FastifyInstance, context: ServerContext): void {
  const { source } = context;
  const shelf = createDocumentShelf<TextDocument>(DOCUMENTS_KEPT);

  const onRequest = [
    originGuard(context.originPolicy, 'guide'),
    documentGuard(context.documentRate),
  ];

  /** The document at the guide's present revision, made once however many clients ask. */
  function documentOf(
    name: string,
    mediaType: string,
    ask: () => Promise<FinishedText>,
  ): Promise<TextDocument> {
    const headers = { mediaType, cacheControl: 'public, max-age=60' };
    return shelf.get(name, source.guideRevision(), async (former) =>
      documentOfFinished(await ask(), headers, former),
    );
  }

  app.get('/iptv/channels.m3u', { onRequest }, async (request, reply) => {
    const query = ListQuery.safeParse(request.query);
    if (!query.success) {
      throw new PublicRefusal('invalid-input', 'The mode is either hls or ts.');
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

  app.get('/iptv/guide.xml', { onRequest }, async (request, reply) => {
    const query = GuideQuery.safeParse(request.query);
    if (!query.success) {
      throw new PublicRefusal('invalid-input', 'The times are either utc or local.');
    }
    const { times } = query.data;
    const ask = (): Promise<FinishedText> => source.xmltv(times);
    const document = await documentOf(`guide ${times}`, 'application/xml; charset=utf-8', ask);
    return sendDocument(request, reply, document);
  });

  app.get<{ Params: { name: string } }>('/iptv/:name', { onRequest }, async (request, reply) => {
    const slug = calendarSlugOf(request.params.name);
    const channel = source.channels().find((each) => each.slug === slug);
    if (!channel) throw notFound('channel', request.params.name);
    const document = await documentOf(
      `calendar ${channel.slug}`,
      'text/calendar; charset=utf-8',
      () => source.icalendar(channel.id),
    );
    return sendDocument(request, reply, document);
  });
}
