import type { Command } from 'commander';

export interface ChannelOption {
  readonly channel?: string;
}

/** Lets a command be told the channel it is about. */
export function withChannel(command: Command): Command {
  return command.option('--channel <channel>', 'needed where there are several');
}

/** Lets a command be told the stretch of time it is about; see `chooseWindow`. */
export function withWindow(command: Command): Command {
  return withChannel(command)
    .option('--date <YYYY-MM-DD>', 'a whole broadcast day')
    .option('--from <instant>', 'ISO 8601; now unless given')
    .option('--to <instant>', 'ISO 8601')
    .option('--hours <n>', 'so long from the start');
}

/** Lets a command be told the broadcast date it is about. */
export function withDate(command: Command): Command {
  return withChannel(command).option('--date <YYYY-MM-DD>', 'today unless given');
}
