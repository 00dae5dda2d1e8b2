/** The nearest right word to a misspelt one. */

/** The nearest of some words by edits (insert, delete, change, swap of neighbours), or null where none is near. */
export function nearest(word: string, words: Iterable<string>): string | null {
  const plain = word.toLowerCase().slice(0, LONGEST);
  let best: string | null = null;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - plain.length) >= least) continue;
    const edits = distance(plain, candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

const LONGEST = 64;

function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : change;
      row.push(Math.min(change, swap, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

/** `; did you mean \`owner\`?`, or nothing. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const found = nearest(word, words);
  return found === null ? '' : ` Did you mean \`${found}\`?`;
}
