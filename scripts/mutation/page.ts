/** What a mutation run came to, counted and written down. */
import type { MutantResult } from '@stryker-mutator/api/core';

export interface Tally {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  /** Noticed because the tests did not come to an end. */
  readonly timedOut: number;
  readonly survived: number;
  /** No test runs the code at all. */
  readonly notRun: number;
}

export interface Part {
  readonly title: string;
  readonly about: string;
  readonly files: readonly Tally[];
}

/** By file, in order of name. What did not compile, or was left out, is no mutant. */
export function tallied(results: readonly MutantResult[], fileOf: (result: MutantResult) => string): readonly Tally[] {
  const files = new Map<string, MutantResult['status'][]>();
  for (const result of results) {
    const file = fileOf(result);
    files.set(file, [...(files.get(file) ?? []), result.status]);
  }
  return [...files.keys()].sort().map((file) => {
    const all = files.get(file) ?? [];
    const count = (status: MutantResult['status']) => all.filter((one) => one === status).length;
    const counts = { killed: count('Killed'), timedOut: count('Timeout') };
    const missed = { survived: count('Survived'), notRun: count('NoCoverage') };
    const mutants = counts.killed + counts.timedOut + missed.survived + missed.notRun;
    return { file, mutants, ...counts, ...missed };
  });
}

export function sumOf(file: string, tallies: readonly Tally[]): Tally {
  const sum = (key: Exclude<keyof Tally, 'file'>) => tallies.reduce((total, one) => total + one[key], 0);
  return {
    file,
    ...{ mutants: sum('mutants'), killed: sum('killed'), timedOut: sum('timedOut') },
    ...{ survived: sum('survived'), notRun: sum('notRun') },
  };
}

/** In percent, rounded down to a tenth, so that no rounding lifts it over a bar. */
export function scoreOf({ mutants, killed, timedOut }: Tally): number {
  return mutants === 0 ? 100 : Math.floor(((killed + timedOut) * 1000) / mutants) / 10;
}

/** What no test noticed, by place: the line as it stands, and what stood there instead. */
export function survivorsOf(
  results: readonly MutantResult[],
  fileOf: (result: MutantResult) => string,
  lineOf: (result: MutantResult) => string,
): string {
  return results
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map((result) => {
      const { location, mutatorName, replacement, status } = result;
      const where = `${fileOf(result)}:${location.start.line}:${location.start.column + 1}`;
      const instead = (replacement ?? '').replace(/\s+/g, ' ').slice(0, 160);
      return `${where} ${status === 'Survived' ? mutatorName : 'not run'}\n  - ${lineOf(result).trim()}\n  + ${instead}\n`;
    })
    .join('');
}

export function tableOf(part: Part): string {
  const rows = [...part.files, sumOf('**in all**', part.files)];
  return [
    '| file | mutants | killed | timed out | survived | not run by a test | noticed |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((one) => {
      const { file, mutants, killed, timedOut, survived, notRun } = one;
      return `| ${file} | ${mutants} | ${killed} | ${timedOut} | ${survived} | ${notRun} | ${scoreOf(one).toFixed(1)} % |`;
    }),
  ].join('\n');
}

export function pageOf(parts: readonly Part[], how: { readonly least: number; readonly versions: string }): string {
  const sections = parts.map((part) => `## ${part.title}\n\n${part.about}\n\n${tableOf(part)}`);
  return `<!-- Written by \`npm run test:mutation\`: run that again rather than change this. -->

# Would the tests notice?

A mutant is the code with one small deliberate break: a comparison turned round, a condition always true, a text empty, a
call left out. The tests run against every one of them; a mutant that no test notices has survived. \`npm run test:mutation\`
makes the mutants with Stryker's defaults, leaves none out, and ends with 1 where less than ${how.least} % of those in
\`src/core\` are noticed. Generated cases take part with ten cases a property, always the same ones: a full run of the tests
shows each of them a thousand.

Besides, \`npm run test:laws\`, which is part of every CI run, breaks each of the fourteen laws on purpose, wherever it is
kept, and demands that a test fails which names that law: \`scripts/mutation/laws.ts\` has the list.

Measured with ${how.versions}.

${sections.join('\n\n')}
`;
}
