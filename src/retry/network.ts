/** What a request died of that got no answer, by the codes of the operating system and of `fetch`. */
const NOBODY = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EDNS)$/;

/** The code of the innermost error that has one; a time-out has a name instead. Empty where there is none. */
export function networkCode(error: unknown): string {
  let found = '';
  for (let cause = error, depth = 0; depth < 6 && typeof cause === 'object' && cause !== null; depth += 1) {
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(cause.code))
      found = cause.code;
    if ('name' in cause && cause.name === 'TimeoutError') return 'ETIMEDOUT';
    cause = 'cause' in cause ? cause.cause : null;
  }
  return found;
}

/** Whether nobody answers at that address at all. */
export function isNobody(code: string): boolean {
  return NOBODY.test(code);
}
