import { formatDocument } from '../documents/json-document.js';
import { findingsMarkdown, renderFindings } from '../report/findings.js';
import { renderMarkdown } from '../report/markdown.js';
import { type Paint, renderText } from '../report/text.js';
import type { CommandResult } from './result.js';

/** One result in one of three forms. JSON is one document, ended by a line break. */
export function tell(
  { told, json }: Pick<CommandResult, 'told' | 'json'>,
  format: 'text' | 'json' | 'markdown',
  paint: Paint,
): string {
  if (format === 'json') return formatDocument(json);
  if (told.kind === 'findings') {
    const { findings, inventory } = told;
    return format === 'text' ? renderFindings(findings, inventory, paint) : findingsMarkdown(findings, inventory);
  }
  return format === 'text' ? renderText(told.outline, paint) : renderMarkdown(told.outline);
}
