import type { z } from 'zod';

import type { RequestHost } from '../model/approval.ts';
import { approvalMethods } from './approval.ts';
import { backupMethods } from './backup.ts';
import { blockMethods } from './block.ts';
import { channelMethods } from './channel.ts';
import { libraryMethods } from './library.ts';
import { logChangeMethods } from './log-change.ts';
import { pinMethods } from './pin.ts';
import { planContentMethods } from './plan-content.ts';
import { planWritingMethods } from './plan-writing.ts';
import { planMethods } from './plan.ts';
import { rebuildMethods } from './rebuild.ts';
import { scheduleMethods } from './schedule.ts';
import { stationMethods } from './station.ts';
import { suggestionMethods } from './suggestion.ts';
import { virtualAssetMethods } from './virtual-asset.ts';

/** Every method of the station by its wire name. Nothing else names a method. */
export const methods = {
  ...stationMethods,
  ...backupMethods,
  ...channelMethods,
  ...planMethods,
  ...planContentMethods,
  ...planWritingMethods,
  ...pinMethods,
  ...blockMethods,
  ...virtualAssetMethods,
  ...scheduleMethods,
  ...suggestionMethods,
  ...approvalMethods,
  ...rebuildMethods,
  ...logChangeMethods,
  ...libraryMethods,
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
/** What a caller passes: fields with a default may be left out. */
export type Input<Name extends MethodName> = z.input<Methods[Name]['input']>;
/** What a handler receives: checked, defaults filled in. */
export type ParsedInput<Name extends MethodName> = z.output<Methods[Name]['input']>;
export type Output<Name extends MethodName> = z.output<Methods[Name]['output']>;
/** What a handler answers; `dispatch` makes what is told of it. */
export type Answer<Name extends MethodName> = z.input<Methods[Name]['output']>;

/** One function per method; a missing one does not compile. */
export type Handlers = {
  readonly [Name in MethodName]: (
    input: ParsedInput<Name>,
    context: RequestContext,
  ) => Answer<Name> | Promise<Answer<Name>>;
};

/** What a handler knows of the request besides its input. */
export interface RequestContext {
  /** Aborted when the client cancels or goes away. */
  readonly signal: { readonly aborted: boolean } | null;
  /** Where it came from. */
  readonly host: RequestHost;
}
