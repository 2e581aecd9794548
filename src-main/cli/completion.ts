import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What can follow a command: the verbs below it and its options. `place` is its path, empty for the program. */
interface Place {
  readonly place: string;
  readonly verbs: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly { readonly flag: string; readonly description: string }[];
}

/** The completion script of a shell for every command and option of the program, under each of its names. */
export function completionScript(program: Command, shell: Shell): string {
  const places = placesOf(program, '');
  const name = program.name();
  const write = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell];
  return write(name, places);
}

function placesOf(command: Command, place: string): Place[] {
  const named = command.commands.flatMap((verb) =>
    [verb.name(), ...verb.aliases()].map((name) => ({ verb, name })),
  );
  return [
    {
      place,
      verbs: named.map(({ verb, name }) => ({ name, description: verb.description() })),
      options: [
        ...command.options.flatMap(({ long, short, description }) => {
          const flag = long ?? short;
          return flag === undefined ? [] : [{ flag, description }];
        }),
        { flag: '--help', description: 'display help for command' },
      ],
    },
    ...named.flatMap(({ verb, name }) => placesOf(verb, place === '' ? name : `${place} ${name}`)),
  ];
}

/** The `case` arms that both bash and zsh understand. */
function arms(places: readonly Place[]): { readonly known: string; readonly candidates: string } {
  const paths = places.filter(({ place }) => place !== '');
  return {
    known: paths.map(({ place }) => `"${place}"`).join(' | '),
    candidates: places
      .map(({ place, verbs, options }) => {
        const words = [...verbs.map(({ name }) => name), ...options.map(({ flag }) => flag)];
        return `    "${place}") candidates="${words.join(' ')}" ;;`;
      })
      .join('\n'),
  };
}

function bashScript(name: string, places: readonly Place[]): string {
  const { known, candidates } = arms(places);
  return `# bash completion for ${name}; put it where your shell reads completions, or: source <(${name} completion bash)
_${name}() {
  local place="" word next candidates=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${place:+$place }$word"
    case "$next" in
      ${known}) place="$next" ;;
    esac
  done
  case "$place" in
${candidates}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _${name} ${name}`;
}

function zshScript(name: string, places: readonly Place[]): string {
  const { known, candidates } = arms(places);
  return `#compdef ${name}
# zsh completion for ${name}; save it as _${name} in a folder of $fpath.
_${name}() {
  local place="" word next candidates=""
  for word in "\${(@)words[2,CURRENT-1]}"; do
    next="\${place:+$place }$word"
    case "$next" in
      ${known}) place="$next" ;;
    esac
  done
  case "$place" in
${candidates}
  esac
  compadd -- \${=candidates} || _files
}
compdef _${name} ${name}`;
}

function fishScript(name: string, places: readonly Place[]): string {
  const quoted = (text: string): string =>
    `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const known = places.filter(({ place }) => place !== '').map(({ place }) => quoted(place));
  const lines = places.flatMap(({ place, verbs, options }) => {
    const at = `complete -c ${name} -n ${quoted(`__${name}_at "${place}"`)}`;
    return [
      ...verbs.map(
        ({ name: verb, description }) => `${at} -f -a ${verb} -d ${quoted(description)}`,
      ),
      ...options.map(({ flag, description }) => {
        const spelled = flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
        return `${at} ${spelled} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# fish completion for ${name}; save it as ${name}.fish in your completions folder.
function __${name}_at
  set -l place ""
  for word in (commandline -opc)[2..-1]
    set -l next (string trim -- "$place $word")
    switch "$next"
      case ${known.join(' ')}
        set place "$next"
    end
  end
  test "$place" = "$argv[1]"
end
${lines.join('\n')}`;
}
