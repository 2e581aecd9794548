import { benchChannels } from './bench-channels.ts';
import { benchHorizon } from './bench-horizon.ts';
import { benchLibrary } from './bench-library.ts';
import { benchMedia } from './bench-media.ts';
import { benchPlanning } from './bench-planning.ts';
import { benchServing } from './bench-serving.ts';
import { benchTuneIn } from './bench-tune-in.ts';

/** Every bench by name; `npm run bench -- media horizon` runs some of them. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  media: benchMedia,
  'tune-in': benchTuneIn,
  channels: benchChannels,
  planning: benchPlanning,
  horizon: benchHorizon,
  library: benchLibrary,
  serving: benchServing,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  console.error(`No bench "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(BENCHES)) {
    if (wanted.length === 0 || wanted.includes(name)) await run();
  }
}
