import { readWhole, type SentCredentials } from '../ports/answers.js';

/**
 * The whole answer, bounded, and without the credentials that were sent. Read to the end here: octokit takes a body that
 * broke off for an empty one.
 */
export async function readAnswer(response: Response, sent: SentCredentials): Promise<Response> {
  const { status, statusText, headers } = response;
  const body = sent.outOf(await readWhole(response.body));
  return new Response(body.byteLength === 0 ? null : new Uint8Array(body), {
    status,
    statusText: sent.outOfText(statusText),
    headers: [...headers].map(([name, value]): [string, string] => [name, sent.outOfText(value)]),
  });
}
