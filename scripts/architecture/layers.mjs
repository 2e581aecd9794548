import { readdirSync } from 'node:fs';

/**
 * The picture of ARCHITECTURE.md as data: for each folder the folders that it may import from. What is not listed is
 * forbidden. Every folder may import from itself.
 */
export const SHARED_LAYERS = {
  errors: [],
  time: ['errors'],
  model: ['time', 'errors'],
  planning: ['model', 'time', 'errors'],
  traffic: ['planning', 'model', 'time', 'errors'],
  log: ['traffic', 'planning', 'model', 'time', 'errors'],
  look: ['model', 'time', 'errors'],
  guide: ['model', 'time', 'errors'],
  contract: ['model', 'time', 'errors'],
};

/** The rooms of src-shared/planning, from intent to promise. */
export const PLANNING_LAYERS = {
  plan: [],
  choose: ['plan'],
  resolve: ['choose', 'plan'],
  revise: ['resolve', 'choose', 'plan'],
  explain: ['resolve', 'choose', 'plan'],
  validate: ['resolve', 'choose', 'plan'],
};

/** Where days and logs are made and changed. Of the log, the room `read` only reads what is made. */
const PLANNER_ROOMS = '^src-shared/(planning/(resolve|revise)|traffic|log)/';
const READING_ROOMS = '^src-shared/log/read/';

/** The only folder of a host that makes and changes them. */
const PLANNER_CALLER = '^src-main/horizon/';

const CORE = ['playout', 'horizon', 'library', 'broadcast'];
const EVERYWHERE = ['clock', 'logging'];

export const MAIN_LAYERS = {
  clock: [],
  logging: ['clock'],
  media: EVERYWHERE,
  store: EVERYWHERE,
  // What is on the air waits for nothing else in the house: it is told, it does not ask the store.
  playout: ['media', ...EVERYWHERE],
  horizon: ['store', 'media', ...EVERYWHERE],
  library: ['store', 'media', ...EVERYWHERE],
  broadcast: ['media', ...EVERYWHERE],
  // What runs on the air's own thread; the station is reached through its port alone.
  air: ['playout', 'broadcast', 'media', ...EVERYWHERE],
  programming: ['store', ...EVERYWHERE],
  handlers: ['programming', ...CORE, 'store', 'media', ...EVERYWHERE],
  station: ['handlers', 'programming', 'air', ...CORE, 'store', 'media', ...EVERYWHERE],
  transport: EVERYWHERE,
  app: ['station', 'transport', ...EVERYWHERE],
  cli: ['station', 'transport', ...EVERYWHERE],
  preload: ['transport'],
};

/** Folders of src-main that may import the migrations. */
export const MIGRATION_USERS = ['store'];

/** Folders of src-renderer that are no views. */
const NOT_VIEWS = ['ui', 'grid', 'client', 'stores', 'app', 'public', 'airing'];

/** One folder for each view; a new one needs a line in src-renderer/app/views.tsx and none here. */
export const VIEWS = readdirSync(new URL('../../src-renderer', import.meta.url), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory() && !NOT_VIEWS.includes(entry.name))
  .map(({ name }) => name)
  .sort();

const viewLayers = Object.fromEntries(VIEWS.map((view) => [view, ['stores', 'client', 'ui']]));

export const RENDERER_LAYERS = {
  ui: [],
  grid: [],
  client: [],
  stores: ['client'],
  airing: ['stores', 'client', 'ui'],
  ...viewLayers,
  // What a change does to a frozen day, and that a channel is tuned in, is told, and how something breaks is asked, in the same
  // way everywhere.
  guide: [...viewLayers.guide, 'airing', 'grid'],
  plan: [...viewLayers.plan, 'airing', 'grid'],
  channels: [...viewLayers.channels, 'airing'],
  onair: [...viewLayers.onair, 'airing'],
  app: [...VIEWS, 'airing', 'stores', 'client', 'ui'],
  public: ['ui', 'grid'],
};

/** Packages and the only places that may import them. */
export const PACKAGE_HOMES = {
  electron: ['^src-main/(app|preload|transport/electron-)'],
  kysely: ['^src-main/store/', '^migrations/'],
  'better-sqlite3': ['^src-main/store/', '^migrations/'],
  execa: ['^src-main/media/'],
  'fluent-ffmpeg': ['^src-main/media/'],
  'ffmpeg-static': ['^src-main/media/'],
  fastify: ['^src-main/(broadcast|transport)/'],
  ws: ['^src-main/transport/'],
  pino: ['^src-main/logging/'],
  commander: ['^src-main/cli/'],
  luxon: ['^src-shared/time/'],
  'cron-parser': ['^src-shared/planning/'],
  '@noble/hashes': ['^src-shared/model/'],
  zustand: ['^src-renderer/stores/'],
  '@tanstack/react-query': ['^src-renderer/stores/'],
};

/** Processes are started by the one runner; the command line re-executes itself and opens a browser. */
const PROCESS_HOMES = '^src-main/(media/|cli/bin\\.mjs$|cli/open-browser\\.ts$)';

const SOURCES = '^(src-|migrations/)';

function folderRules(top, layers, extra = {}) {
  return Object.entries(layers).map(([folder, allowed]) => ({
    name: `${top}/${folder}`,
    comment: `${top}/${folder} may import: ${[...allowed, ...(extra[folder] ?? [])].join(', ') || 'nothing else'}.`,
    severity: 'error',
    from: { path: `^${top}/${folder}/` },
    to: {
      path: `^(${top}|migrations)/`,
      pathNot: [
        `^${top}/(${[folder, ...allowed].join('|')})/`,
        ...(extra[folder] ?? []).map((place) => `^${place}/`),
      ],
    },
  }));
}

function unknownFolder(top, layers) {
  return {
    name: `${top}/unknown-folder`,
    comment: `A new folder of ${top} needs a line in scripts/architecture/layers.mjs first.`,
    severity: 'error',
    from: {
      path: `^${top}/[^/]+/`,
      pathNot: `^${top}/(${Object.keys(layers).join('|')})/`,
    },
    to: {},
  };
}

function packageRules() {
  return Object.entries(PACKAGE_HOMES).map(([name, homes]) => ({
    name: `package/${name}`,
    comment: `Only ${homes.join(', ')} may import ${name}.`,
    severity: 'error',
    from: { path: SOURCES, pathNot: homes },
    to: { path: `^node_modules/(@types/)?${name.replace('/', '\\/')}/` },
  }));
}

/** Every rule, in the form that dependency-cruiser takes. */
export function rules() {
  const migrations = Object.fromEntries(MIGRATION_USERS.map((folder) => [folder, ['migrations']]));
  return [
    ...folderRules('src-shared', SHARED_LAYERS),
    ...folderRules('src-shared/planning', PLANNING_LAYERS),
    ...folderRules('src-main', MAIN_LAYERS, migrations),
    ...folderRules('src-renderer', RENDERER_LAYERS),
    unknownFolder('src-shared', SHARED_LAYERS),
    unknownFolder('src-shared/planning', PLANNING_LAYERS),
    unknownFolder('src-main', MAIN_LAYERS),
    unknownFolder('src-renderer', RENDERER_LAYERS),
    ...packageRules(),
    {
      name: 'shared-stands-alone',
      comment: 'src-shared runs anywhere.',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: {
        path: '.',
        pathNot: ['^src-shared/', '^node_modules/(@types/)?(zod|luxon|cron-parser|@noble/hashes)/'],
      },
    },
    {
      name: 'only-horizon-plans',
      comment:
        'Viewers, requests and playout never plan: only src-main/horizon makes and changes days and logs.',
      severity: 'error',
      from: { path: '^src-(main|renderer)/', pathNot: PLANNER_CALLER },
      to: { path: PLANNER_ROOMS, pathNot: READING_ROOMS },
    },
    {
      name: 'main-without-renderer',
      severity: 'error',
      from: { path: '^(src-main|migrations)/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'renderer-without-main',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^(src-main|migrations)/' },
    },
    {
      name: 'ui-knows-no-television',
      severity: 'error',
      from: { path: '^src-renderer/ui/' },
      to: { path: '^src-shared/' },
    },
    {
      name: 'grid-is-pure',
      severity: 'error',
      from: { path: '^src-renderer/grid/' },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must mean the same for ever, so it uses nothing that changes.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^src-' },
    },
    {
      name: 'processes-only-in-media',
      severity: 'error',
      from: { path: '^src-', pathNot: PROCESS_HOMES },
      to: { path: '^(node:)?(child_process|cluster)$' },
    },
    {
      name: 'electron-transport-only-in-the-app',
      comment: 'The command line and the headless host must never load Electron.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/(app/|preload/|transport/electron-)' },
      to: { path: '^src-main/transport/electron-' },
    },
    {
      name: 'sources-without-tests',
      severity: 'error',
      from: { path: SOURCES },
      to: { path: '^(tests|scripts)/' },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: { path: SOURCES },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-package-at-run-time',
      severity: 'error',
      from: { path: '^(src-shared|src-main|migrations)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/(electron|@types)/',
      },
    },
  ];
}
