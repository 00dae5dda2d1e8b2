import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
export function tallied(results: readonly MutantResult[]) {
  const by = new Map<string, Record<string, number>>();
  for (const r of results) {
    const f = relative('.', r.fileName);
    const t = by.get(f) ?? {};
    by.set(f, t);
    t[r.status] = (t[r.status] ?? 0) + 1;
  }
  return { text: [...by].map(([f, t]) => `${f} ${JSON.stringify(t)}`).join('\n') };
}
export function survivorsOf(results: readonly MutantResult[], read: (f: string) => string): string {
  return results
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ fileName, location, mutatorName, replacement, status }) => {
      const line = read(fileName).split('\n')[location.start.line - 1] ?? '';
      return `${relative('.', fileName)}:${location.start.line}:${location.start.column} ${status} ${mutatorName}\n   ${line.trim()}\n   -> ${replacement?.replace(/\s+/g, ' ').slice(0, 160)}`;
    })
    .join('\n');
}
export function page() {}
