import * as core from '@actions/core';
import type { CommandResult } from '../commands/result.js';
import { plain } from '../text/escape.js';

/** The host shows ten annotations of a type for a step; one is kept for what failed as a whole. */
const MOST = 9;

/** Puts findings on their lines and problems on the run. Returns what to say where some had to be left out. */
export function annotate({ findings, told }: CommandResult): string {
  let left = 0;
  for (const severity of ['error', 'warning'] as const) {
    const own = findings.filter((finding) => finding.severity === severity);
    for (const { file, line, column, path, message, mend } of own.slice(0, MOST)) {
      const text = plain(`${path === '' ? '' : `${path}: `}${message} ${mend}`.trim());
      const place = { file, startLine: line, startColumn: column };
      if (severity === 'error') core.error(text, place);
      else core.warning(text, place);
    }
    left += Math.max(0, own.length - MOST);
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const problems = told.kind === 'outline' ? told.outline.problems.length : 0;
  if (told.kind === 'outline' && told.outline.tone === 'bad' && errors < MOST + 1) {
    core.error(plain(`${told.outline.verdict}${problems > 0 ? ` ${told.outline.problems[0]}` : ''}`));
  }
  return left === 0 ? '' : `${left} more findings have no annotation: the host shows ${MOST + 1} of a type for a step.`;
}
