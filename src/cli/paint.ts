import pc from 'picocolors';
import type { Environment } from '../ports/ports.js';
import { NO_PAINT, type Paint } from '../report/text.js';

/** Colours on a terminal, or where FORCE_COLOR asks for them; never where NO_COLOR is set. */
export function painterFor(terminal: boolean, environment: Environment): Paint {
  const asked = !['', '0', 'false'].includes(environment.FORCE_COLOR ?? '');
  if ((environment.NO_COLOR ?? '') !== '' || !(asked || (terminal && environment.TERM !== 'dumb'))) return NO_PAINT;
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
