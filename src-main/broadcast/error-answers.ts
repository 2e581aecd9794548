import { randomUUID } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { AppError, type ErrorCode } from '#shared/errors/app-error.ts';

import type { BroadcastLog } from './server-context.ts';

const RETRY_AFTER_SECONDS = 5;

/** A refusal whose sentence was written for the network. */
export class PublicRefusal extends AppError {}

/** How an error is answered. */
export interface ErrorAnswer {
  readonly status: number;
  readonly sentence: string;
  /** Worth a line in the log, under a reference that the client is told. */
  readonly isFault: boolean;
}

const NOT_READY = 'The station is not ready for this.';

/**
 * What the network is told by the error's code alone: the sentence of an error from further in may name files and
 * programs of this machine. Codes that are not here are faults. 503 where asking again later may help.
 */
const ANSWERS: Partial<Record<ErrorCode, ErrorAnswer>> = {
  'not-found': { status: 404, sentence: 'There is nothing here.', isFault: false },
  'invalid-input': { status: 400, sentence: 'The request is not valid.', isFault: false },
  'horizon-no-schedule-data': { status: 503, sentence: 'Nothing is scheduled.', isFault: false },
  cancelled: { status: 503, sentence: NOT_READY, isFault: false },
  unavailable: { status: 503, sentence: NOT_READY, isFault: true },
  'ffmpeg-unavailable': { status: 503, sentence: NOT_READY, isFault: true },
  'process-failed': { status: 503, sentence: NOT_READY, isFault: true },
  'media-unreadable': { status: 503, sentence: NOT_READY, isFault: true },
  'source-unreachable': { status: 503, sentence: NOT_READY, isFault: true },
};

const FAULT: ErrorAnswer = { status: 500, sentence: 'Something went wrong.', isFault: true };

/** The answer to a failure. Anything but a refusal for the network is told by its kind only. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof AppError) {
    const answer = ANSWERS[error.code] ?? FAULT;
    if (!(error instanceof PublicRefusal)) return answer;
    return { status: answer.status, sentence: error.message, isFault: false };
  }
  const status = clientFaultOf(error);
  return status === null
    ? FAULT
    : { status, sentence: 'The request is not valid.', isFault: false };
}

/** Answers every error of the server in one sentence; faults are logged and told by reference only. */
export function addErrorAnswers(app: FastifyInstance, log: BroadcastLog): void {
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .header('cache-control', 'no-store')
      .type('text/plain; charset=utf-8')
      .send('There is nothing here. The guide is at /guide.\n'),
  );
  app.setErrorHandler((error, request, reply) => {
    const { status, sentence, isFault } = errorAnswer(error);
    reply.code(status).header('cache-control', 'no-store').removeHeader('etag');
    reply.type('text/plain; charset=utf-8');
    if (status === 503) reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    if (!isFault) return reply.send(`${sentence}\n`);
    const reference = randomUUID();
    const isWaiting = !request.raw.destroyed && !reply.raw.destroyed;
    if (isWaiting)
      log.error({ err: error, reference, url: request.url }, 'broadcast request failed');
    return reply.send(`${sentence} Reference: ${reference}\n`);
  });
}

/** The 4xx status that the HTTP layer gave a malformed request. */
function clientFaultOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  const { statusCode } = error;
  const isClientFault = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isClientFault ? statusCode : null;
}
