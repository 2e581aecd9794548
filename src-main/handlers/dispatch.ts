import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { EVERY_METHOD_ERRORS } from '#shared/contract/define.ts';
import { RequestEnvelope, type ResponseEnvelope } from '#shared/contract/envelope.ts';
import {
  type Handlers,
  type MethodName,
  methods,
  type RequestContext,
} from '#shared/contract/index.ts';
import {
  AppError,
  type ErrorDetails,
  invalidInput,
  toWireError,
} from '#shared/errors/app-error.ts';
import { firstIssue } from '#shared/errors/issue-text.ts';

/** Runs one request. Never rejects: every failure is an answer. */
export type Dispatch = (raw: unknown, context?: RequestContext) => Promise<ResponseEnvelope>;

/** An unexpected failure, to be logged with its stack; the client learns only the reference. */
export interface Fault {
  readonly reference: string;
  readonly method: string;
  readonly error: unknown;
}

type WireDetails = Extract<ResponseEnvelope, { ok: false }>['error']['details'];

/** A command that holds the data folder itself. */
const NO_TRANSPORT: RequestContext = { signal: null, host: 'command-line' };

/**
 * Makes the one way into the station: parse the envelope, find the method, parse the input, run it, check the output,
 * map the error. Output is checked in production too, so that nothing that the contract does not name ever leaves.
 */
export function createDispatch(
  handlers: Handlers,
  onFault: (fault: Fault) => void,
  /** Hears of an error that the contract does not declare for its method. It is answered all the same. */
  onUndeclared: (method: string, error: AppError) => void,
): Dispatch {
  return async (raw, context = NO_TRANSPORT) => {
    const envelope = RequestEnvelope.safeParse(raw);
    if (!envelope.success) {
      return refusal(idOf(raw), inputError(envelope.error, 'envelope'));
    }
    const { id, method, input } = envelope.data;
    try {
      const output = await run(handlers, method, input, context);
      return { id, ok: true, output };
    } catch (error) {
      if (error instanceof AppError) {
        if (!isDeclared(method, error)) onUndeclared(method, error);
        return refusal(id, error);
      }
      const reference = randomUUID();
      onFault({ reference, method, error });
      return refusal(
        id,
        new AppError('internal', `Something went wrong in the station (reference ${reference}).`, {
          reference,
          remedy: 'Look for this reference in the station’s log.',
        }),
      );
    }
  };
}

async function run(
  handlers: Handlers,
  method: string,
  input: unknown,
  context: RequestContext,
): Promise<z.core.util.JSONType> {
  if (!isMethodName(method)) {
    throw invalidInput('method', `There is no method "${method}".`, 'Update the client.');
  }
  const definition = methods[method];
  const parsed = definition.input.safeParse(input);
  if (!parsed.success) throw inputError(parsed.error, 'input');
  // The one place, with createClient, where a method's types are asserted: the table above guarantees them.
  const handler = handlers[method] as (input: unknown, context: RequestContext) => unknown;
  const output = await handler(parsed.data, context);
  return definition.output.parse(output) as z.core.util.JSONType;
}

function isDeclared(method: string, { code }: AppError): boolean {
  if (EVERY_METHOD_ERRORS.includes(code)) return true;
  return isMethodName(method) && methods[method].errors.includes(code);
}

function isMethodName(method: string): method is MethodName {
  return Object.hasOwn(methods, method);
}

/** Names the first field that is wrong and what would be right. */
function inputError(error: z.ZodError, fallbackField: string): AppError {
  const issue = firstIssue(error);
  const field = issue.field === '' ? fallbackField : issue.field;
  const { message } = issue;
  return invalidInput(field, `"${field}": ${message}`, message);
}

function refusal(id: RequestEnvelope['id'] | null, error: AppError): ResponseEnvelope {
  const { code, message, details } = toWireError(error);
  return { id, ok: false, error: { code, message, details: wireDetails(details) } };
}

function wireDetails(details: ErrorDetails): WireDetails {
  const wire: WireDetails = {};
  for (const [key, value] of Object.entries(details)) {
    if (value === undefined) continue;
    wire[key] = typeof value === 'object' && value !== null ? [...value] : value;
  }
  return wire;
}

/** The id of a malformed request, where it has a usable one, so that the client can match the refusal. */
function idOf(raw: unknown): RequestEnvelope['id'] | null {
  const parsed = z.object({ id: RequestEnvelope.shape.id }).safeParse(raw);
  return parsed.success ? parsed.data.id : null;
}
