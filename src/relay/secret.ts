/**
 * Whether what was sent is the secret. Both are hashed first, so that what is compared is of one length, and every byte is
 * looked at: the time it takes tells nothing of how much of it was right.
 */
export async function isSecret(sent: string, secret: string): Promise<boolean> {
  const [one, other] = await Promise.all([digestOf(sent), digestOf(secret)]);
  let difference = 0;
  for (const [at, byte] of one.entries()) difference |= byte ^ (other[at] ?? 0);
  return difference === 0;
}

async function digestOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
