import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Candidates, PlanLayer } from '#shared/model/explanation.ts';
import { AiringId } from '#shared/model/ids.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { act, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatLocal } from '../format-time.ts';
import { chooseChannel } from '../selection.ts';
import { formatFields, tableOr } from '../table.ts';
import { instantOf } from '../values.ts';
import { type ChannelOption, withChannel } from '../window-options.ts';

interface WhyOptions extends ChannelOption {
  readonly airing?: string;
  readonly at?: string;
  readonly event?: boolean;
}

/** `why`: an airing, or what the log has at an instant. */
export function addWhyCommand(program: Command, runtime: CommandRuntime): void {
  const why = withChannel(addQuery(program, 'why', 'why something is on the air'))
    .option('--airing <id>', 'an airing by id')
    .option('--at <instant>', 'what airs then, ISO 8601; now unless given')
    .option('--event', 'the row of the log then: act, interstitial or pad');
  act<WhyOptions>(runtime, why, async ({ client }, options) => {
    if (options.airing !== undefined) return airingReport(client, AiringId.parse(options.airing));
    const channel = await chooseChannel(client, options.channel);
    const at =
      options.at === undefined
        ? (await client.call('station.status', {})).nowAt
        : instantOf('at', options.at);
    return options.event === true
      ? eventReport(client, channel, at)
      : airingReport(client, await airingAt(client, channel, at));
  });
}

async function airingAt(client: Client, channel: Channel, at: EpochMs): Promise<AiringId> {
  const window = { channelId: channel.id, startAt: at, endAt: at + 1 };
  const [entry] = await client.call('guide.list', window);
  if (!entry) throw notFound('airing', formatLocal(channel.timezone, at));
  return entry.airingId;
}

async function airingReport(client: Client, airingId: AiringId) {
  const why = await client.call('day.why', { airingId });
  const { airing, sentences, layers, overrides } = why;
  const title = [airing.title, airing.episodeTitle].filter((text) => text !== null).join(': ');
  const records = overrides.map(({ change, reason }) => [change?.type ?? 'regenerated', reason]);
  const parts = [
    `${title}\n${sentences.join('\n')}`,
    layersText(layers),
    tableOr('', ['CHANGED BY HAND', 'REASON'], records),
    candidatesText(why),
    formatFields(why.trace.map(({ step, sentence }): [string, string] => [step, sentence])),
  ];
  return { json: { ...why }, text: parts.filter((part) => part !== '').join('\n\n') };
}

async function eventReport(client: Client, channel: Channel, at: EpochMs) {
  const why = await client.call('log.why', { channelId: channel.id, at });
  const head = `${why.event.title} (${why.event.interstitialKind ?? why.event.kind})`;
  const text = `${head}\n${why.sentences.join('\n')}\n\n${candidatesText(why)}`.trimEnd();
  return { json: { ...why }, text };
}

function layersText(layers: readonly PlanLayer[]): string {
  return tableOr(
    '',
    ['PLAN IN FORCE', 'PRIORITY', 'LAYERING', 'NOTE'],
    layers.map(({ name, priority, layering, isSource, isCovered }) => [
      name,
      String(priority),
      layering,
      isSource ? 'put it there' : isCovered ? 'covered by a plan above' : '',
    ]),
  );
}

function candidatesText({ candidates, total, isChosenAgain }: Candidates): string {
  const table = tableOr(
    '',
    ['CANDIDATE', 'EPISODE', 'WHY'],
    candidates.map(({ title, episodeTitle, reason }) => [title, episodeTitle ?? '', reason]),
  );
  const more = total > candidates.length ? `\n… ${String(total)} in all.` : '';
  const again = isChosenAgain === false ? '\nToday another would be chosen.' : '';
  return `${table}${more}${again}`;
}
