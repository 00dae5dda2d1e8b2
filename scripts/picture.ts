/**
 * Draws the picture of a run in the README from what the demo prints: `docs/images/run.svg`.
 *
 *   node --import ./ts-node.register.mjs scripts/picture.ts            writes it
 *   node --import ./ts-node.register.mjs scripts/picture.ts --check    ends with 1 where it is stale
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PICTURE = join(ROOT, 'docs/images/run.svg');
const LINE = 19;
const CHARACTER = 8.43;
const MARGIN = 18;
const COLUMNS = 82;

/** The colours of a dark terminal by the codes of ANSI escape sequences. */
const COLORS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#f2cc60',
  '36': '#79c0ff',
};

interface Piece {
  readonly text: string;
  readonly color: string | null;
  readonly bold: boolean;
  readonly dim: boolean;
}

/** A line with escape sequences as pieces of one look each. */
function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let look = { color: null as string | null, bold: false, dim: false };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  for (const part of line.split(/(\u001b\[\d+m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
    if (code === undefined) {
      if (part !== '') pieces.push({ text: part, ...look });
    } else if (code === '1') look = { ...look, bold: true };
    else if (code === '2') look = { ...look, dim: true };
    else if (code === '22') look = { ...look, bold: false, dim: false };
    else look = { ...look, color: COLORS[code] ?? null };
  }
  return pieces;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function svgOf(lines: readonly string[]): string {
  const width = Math.ceil(COLUMNS * CHARACTER + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.map((line, index) => {
    const spans = piecesOf(line).map(({ text, color, bold, dim }) => {
      const fill = color === null ? '' : ` fill="${color}"`;
      return `<tspan${fill}${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}>${escaped(text)}</tspan>`;
    });
    return `<text x="${MARGIN}" y="${MARGIN + (index + 1) * LINE - 5}" xml:space="preserve">${spans.join('')}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>What leaver demo prints: a plan, the revocations, and the proof</title>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">',
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), 'demo'], {
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' },
});
if (status !== 0) throw new Error(`the demo ended with ${status}: ${stderr}`);
const lines = stdout.trimEnd().split('\n');
// The acts that show what Leaver is for: the plan, what came of it, and the proof from outside.
const [from, to] = [5, 8].map((act) => lines.findIndex((line) => piecesOf(line)[0]?.text.startsWith(`${act}  `)));
if (from === undefined || to === undefined || from < 0 || to < from) throw new Error('the demo has no acts 5 to 7');
const picture = svgOf(['$ npm start', '…', ...lines.slice(from, to)]);
if (process.argv.includes('--check')) {
  if (readFileSync(PICTURE, 'utf8') !== picture) {
    process.stderr.write('docs/images/run.svg is stale: run npm run build\n');
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(PICTURE), { recursive: true });
  writeFileSync(PICTURE, picture);
}
