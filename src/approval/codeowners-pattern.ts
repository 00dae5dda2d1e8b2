/**
 * Which paths a pattern of a CODEOWNERS file is for (GitHub's page "About code owners"): like a gitignore pattern, without
 * `!` and `[ ]`; `*` stays within a name, and one that ends in `/*` is not for what lies deeper.
 */
export interface Pattern {
  /** Whether it is for this very file; the path is from the top of the repository, without a leading slash. */
  matches(path: string): boolean;
  /** Whether there could be a file below this folder that it is for, at any depth and under any name. */
  mayMatchBelow(folder: string): boolean;
}

/** A name with wildcards, or `**`: any number of folders. */
type Part = string | null;
const ANY = null;

/** What the last name stands for: that entry and all below it, only what is below it, or only that entry. */
type Reach = 'both' | 'below' | 'itself';

const NOTHING: Pattern = { matches: () => false, mayMatchBelow: () => false };

/** Reads a pattern that `patternFault` found nothing wrong with. */
export function parsePattern(text: string): Pattern {
  if (text === '/') return NOTHING;
  // A slash anywhere but at the end binds it to the top of the repository.
  const anchored = text.slice(0, -1).includes('/');
  const names = text.split('/');
  if (names[0] === '') names.shift();
  let reach: Reach = 'both';
  const last = names.at(-1);
  if (last === '' || last === '**') {
    names.pop();
    reach = 'below';
    while (names.at(-1) === '**') names.pop();
  } else if (last === '*') reach = 'itself';
  const parts = names.filter((name) => name !== '').map((name): Part => (name === '**' ? ANY : name));
  return patternOf(anchored || parts.length === 0 ? parts : [ANY, ...parts], reach);
}

/** Steps through a path name by name, keeping every place in the pattern that it could have come to. */
function patternOf(parts: readonly Part[], reach: Reach): Pattern {
  const end = parts.length;
  const below = end + 1;

  function reached(positions: ReadonlySet<number>): ReadonlySet<number> {
    const all = new Set(positions);
    // `**` stands for no folder at all, too.
    for (const at of all) if (at < end && parts[at] === ANY) all.add(at + 1);
    return all;
  }

  function step(positions: ReadonlySet<number>, name: string): ReadonlySet<number> {
    const next = new Set<number>();
    for (const at of positions) {
      const part = parts[at];
      if (part === undefined) {
        if (reach !== 'itself') next.add(below);
      } else if (part === ANY) next.add(at);
      else if (isNamed(name, part)) next.add(at + 1);
    }
    return reached(next);
  }

  const after = (path: string): ReadonlySet<number> =>
    path
      .split('/')
      .filter((name) => name !== '')
      .reduce(step, reached(new Set([0])));

  return {
    matches: (path) => {
      const positions = after(path);
      return (reach !== 'below' && positions.has(end)) || (reach !== 'itself' && positions.has(below));
    },
    // Any names that are still asked for can be given, so that only a pattern that ended leaves no way on.
    mayMatchBelow: (folder) => [...after(folder)].some((at) => at < end || reach !== 'itself'),
  };
}

/** Whether a name fits one with `*`, `?` and escaped characters. In linear steps for each star: a pattern may be hostile. */
function isNamed(name: string, glob: string): boolean {
  const wanted = [...glob.matchAll(/\\(.)|(.)/gsu)].map(([, escaped, plain]) =>
    escaped === undefined ? { wild: plain === '*' || plain === '?', letter: plain } : { wild: false, letter: escaped },
  );
  const letters = [...name];
  let [at, read, star, from] = [0, 0, -1, 0];
  while (read < letters.length) {
    const want = wanted[at];
    if (want?.wild === true && want.letter === '*') {
      [star, from] = [at, read];
      at += 1;
    } else if (want !== undefined && (want.wild || want.letter === letters[read])) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      from += 1;
      [at, read] = [star + 1, from];
    } else return false;
  }
  return wanted.slice(at).every(({ wild, letter }) => wild && letter === '*');
}

/** Why GitHub skips a line with this pattern, in words; null where it does not. */
export function patternFault(text: string): string | null {
  if (text.startsWith('!')) return '`!` does not work in CODEOWNERS';
  if (text.startsWith('\\#')) return 'a pattern that begins with `#` does not work in CODEOWNERS';
  if (/(?<!\\)[[\]]/.test(text)) return '`[ ]` does not work in CODEOWNERS';
  if (text.includes('***')) return 'three asterisks in a row mean nothing';
  return null;
}
