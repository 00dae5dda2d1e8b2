import pc from 'picocolors';
import type { Environment } from '../ports/ports.js';
import { NO_PAINT, type Paint } from '../report/text.js';

/** Colours only on a terminal, and never where NO_COLOR is set. */
export function painterFor(terminal: boolean, environment: Environment): Paint {
  if (!terminal || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb') return NO_PAINT;
  const colors = pc.createColors(true);
  const paints = {
    good: colors.green,
    act: colors.red,
    hold: colors.yellow,
    look: colors.cyan,
    bad: (text: string) => colors.bold(colors.red(text)),
    quiet: colors.dim,
  };
  return (tone, text) => paints[tone](text);
}
