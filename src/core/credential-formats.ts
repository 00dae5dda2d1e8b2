/**
 * What credentials look like that name themselves: a token that is pasted into a justification, or minted while a run goes on,
 * stands in no variable of the environment. Only forms that hardly anything else has, since what is found is refused or taken
 * out. Each pattern begins at a mark of its own and reads only so far from there, so that a hostile text costs a linear time
 * and a bounded memory.
 */
interface Format {
  /** What a person calls it. */
  readonly name: string;
  /**
   * Only a pattern that reads across quotation marks has a group `before`: what stands there is kept, so that JSON, whose
   * keys and values somebody else may choose, remains JSON.
   */
  readonly pattern: RegExp;
}

/** As it stands, or as Markdown writes it. */
const LOW_LINE = /\\?_/.source;
const WORD = `(?:[A-Za-z0-9]|${LOW_LINE})`;
/** Not within a word, but right behind an escape of JSON. */
const JWT_HEAD = /eyJ(?:(?<![A-Za-z0-9_-]eyJ)|(?<=\\[nrt]eyJ))/.source;
const JWT_PART = `(?:[A-Za-z0-9-]|${LOW_LINE}){8,4096}`;

/** The lines of a PEM file, also where their breaks are spaces or `\n`, and also where the end was cut off. */
const PEM_BREAK = /(?:\s|\\{1,4}[nrt])/.source;
const PEM_HEAD = /-----BEGIN(?:\s+[A-Z0-9]{1,12}){0,3}\s+PRIVATE\s+KEY-----/.source;
const PEM_NOTES = `(?:${PEM_BREAK}{0,16}(?:Proc-Type|DEK-Info): ?[A-Za-z0-9,-]{1,80})*`;
const PEM_BODY = `(?:${PEM_BREAK}{0,16}(?:[A-Za-z0-9/=]|\\\\?\\+){8,128}){0,256}`;
const PEM_END = `(?:${PEM_BREAK}{0,16}(?:[A-Za-z0-9/=]|\\\\?\\+){0,7}${PEM_BREAK}{0,16}-----END[A-Z0-9\\s]{1,40}-----)?`;

const FORMATS: readonly Format[] = [
  { name: 'a private key', pattern: new RegExp(PEM_HEAD + PEM_NOTES + PEM_BODY + PEM_END) },
  { name: 'a GitHub token', pattern: new RegExp(`gh[pousr]${LOW_LINE}(?:${WORD}|[.-](?=[A-Za-z0-9_])){20,1024}`) },
  { name: 'a GitHub token', pattern: new RegExp(`github${LOW_LINE}pat${LOW_LINE}${WORD}{22,255}`) },
  { name: 'a GitLab token', pattern: new RegExp(`glpat-(?:[A-Za-z0-9-]|${LOW_LINE}){20,1024}`) },
  { name: 'an npm token', pattern: new RegExp(`npm${LOW_LINE}[A-Za-z0-9]{36}`) },
  { name: 'a Slack token', pattern: /(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,255}/ },
  {
    name: "a Slack webhook's address",
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/]{20,255}/,
  },
  { name: 'a Google key', pattern: new RegExp(`AIza(?:[A-Za-z0-9-]|${LOW_LINE}){35}`) },
  { name: 'a Google token', pattern: new RegExp(`ya29\\.(?:[A-Za-z0-9-]|${LOW_LINE}){20,1024}`) },
  {
    name: "an AWS key's secret",
    pattern:
      /(?<before>(?:AKIA|ASIA)[A-Z0-9]{16}["'\s,:;|]{1,8}(?:\w{0,20}secret\w{0,20})?["'\s,:;=|]{0,8})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/,
  },
  {
    name: "an AWS key's secret",
    pattern:
      /(?<before>[sS][eE][cC][rR][eE][tT]_?[aA][cC][cC][eE][sS][sS]_?[kK][eE][yY][\\"'\s]{0,6}[:=>][\\"'\s]{0,6})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/,
  },
  { name: 'an AWS session token', pattern: /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9/+=]{40,4096}/ },
  { name: 'a signed token (JWT)', pattern: new RegExp(`${JWT_HEAD}${JWT_PART}\\.eyJ${JWT_PART}\\.${JWT_PART}`) },
  { name: 'a credential', pattern: /\b(?:[bB]earer|[bB]asic|SSWS)\s{1,4}[A-Za-z0-9._~+/-]{20,4096}={0,2}/ },
  { name: 'a password in an address', pattern: /:\/\/[^\s/@:"'<>\\]{0,128}:[^\s/@"'<>\\]{3,256}@/ },
];

/** One after the other: each begins with letters of its own, which are looked for fast; in one expression they are not. */
const PATTERNS = FORMATS.map(({ name, pattern }) => {
  const instead = pattern.source.startsWith('(?<before>') ? '$<before>***' : '***';
  return { name, pattern: new RegExp(pattern.source, 'g'), instead };
});

/** A text without anything that looks like a credential. Nothing of it may be cut off before, so that none is halved. */
export function withoutCredentials(text: string): string {
  return PATTERNS.reduce((rest, { pattern, instead }) => rest.replace(pattern, instead), text);
}

export interface CredentialFound {
  readonly offset: number;
  /** What it looks like; never what it says. */
  readonly name: string;
}

/** What looks like a credential in a text, in order, at most so many of a format. */
export function credentialsAt(text: string, most: number): readonly CredentialFound[] {
  const found: CredentialFound[] = [];
  for (const { name, pattern } of PATTERNS) {
    let count = 0;
    for (const { index } of text.matchAll(pattern)) {
      count += 1;
      if (count > most) break;
      found.push({ offset: index, name });
    }
  }
  return found.sort((one, other) => one.offset - other.offset);
}
