/** The last act: the log is held to its own chain, then somebody bends it. */
import { readFile, writeFile } from 'node:fs/promises';
import { JOURNAL } from '../../audit/journal.js';
import { verifyCommand } from '../audit/verify.js';
import { bodyOf, done, is, type Played, type Stage, shown, tellCut } from './stage.js';

/** Whose revocation is made to look like somebody else's. */
const LEAVER = 'tomas.novak';
const OTHER = 'omar.farouk';

export async function playLog(stage: Stage): Promise<Played> {
  const { paint } = stage;
  const file = `${stage.journalRoot}/${JOURNAL}`;
  const verify = () => verifyCommand(stage.open(), { log: null, checkpoints: [] });
  // Hashes and runs' names differ from one telling to the next.
  const told = (result: Awaited<ReturnType<typeof verify>>) =>
    shown(
      'audit verify',
      tellCut(result, paint, (outline) => ({ ...outline, footer: [] })),
      paint,
    );
  const whole = await verify();
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(`"person":"${LEAVER}"`, `"person":"${OTHER}"`));
  const bent = await verify();
  await writeFile(file, text);
  const { tamperings } = bent.json as { readonly tamperings: readonly { readonly kind: string }[] };
  return {
    body: bodyOf(
      told(whole),
      done(`In the log of his own revocation, somebody writes ${OTHER} in place of ${LEAVER}.`),
      told(bent),
      done('They put it back. A copy in a bucket with Object Lock keeps the log as it was, whoever can write here.'),
    ),
    proofs: [],
    checks: [
      is('the log is whole after all runs', whole.status === 0),
      is('one changed name in it is found', bent.status === 1 && tamperings.length === 1),
    ],
    results: [whole.json, bent.json],
  };
}
