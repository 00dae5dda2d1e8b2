import { findingsMarkdown, renderFindings } from '../report/findings.js';
import { renderMarkdown } from '../report/markdown.js';
import { type Paint, renderText } from '../report/text.js';
import type { CommandResult } from './result.js';

/** One result in one of three forms. JSON is one document, ended by a line break. */
export function tell({ told, json }: CommandResult, format: 'text' | 'json' | 'markdown', paint: Paint): string {
  if (format === 'json') return `${JSON.stringify(json, null, 2)}\n`;
  if (told.kind === 'findings') {
    return format === 'text'
      ? renderFindings(told.findings, told.inventory, paint)
      : findingsMarkdown(told.findings, told.inventory);
  }
  return format === 'text' ? renderText(told.outline, paint) : renderMarkdown(told.outline);
}
