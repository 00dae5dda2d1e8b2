/** Messages as tests send them, a clock, and what hostile people call themselves. */
import type { Message, NewsItem } from '../../src/core/news.js';
import type { Instant, Timestamp } from '../../src/core/time.js';

export const AT = '2026-11-23T09:00:00Z' as Timestamp;

export function itemOf(more: Partial<NewsItem> = {}): NewsItem {
  return {
    key: 'opt-out-in-force ana-handover #7',
    kind: 'opt-out-in-force',
    at: AT,
    subject: 'opt-out ana-handover',
    sentence: 'Opt-out ana-handover is in force.',
    facts: [['owner', 'kim.cho']],
    link: null,
    ...more,
  };
}

export function messageWith(items: readonly NewsItem[], more: Partial<Message> = {}): Message {
  return {
    id: 'msg_0123456789abcdef',
    at: AT,
    organization: 'acme',
    title: 'acme: 1 opt-out in force',
    items,
    link: null,
    ...more,
  };
}

/** A clock that is slept on in no time. */
export function quickClock() {
  let now = Date.now() as Instant;
  const slept: number[] = [];
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now = (now + milliseconds) as Instant;
    },
    slept,
  };
}

/** What must never act as anything but text. */
export const HOSTILE = [
  '<!here> <!channel> <@U123> <#C123> <https://evil.example|sign in>',
  '@here @channel @everyone',
  '*bold* _it_ ~gone~ `code` ```block```',
  '<script>alert(1)</script><img src=x onerror=alert(1)> "quoted" \'single\'',
  'line\r\nBcc: evil@evil.example\r\n\r\nanother body',
  '\u001b[31mred\u001b]8;;https://evil.example\u0007 \u202egnp.exe \u0000',
  '&lt;!here&gt; &amp;amp;',
];

/** What an error gives away, wherever it keeps it. */
export function everythingIn(error: unknown): string {
  const seen = new Set<unknown>();
  const parts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      parts.push(String(value));
      return;
    }
    if (seen.has(value)) return;
    seen.add(value);
    for (const name of Reflect.ownKeys(value)) walk((value as Record<PropertyKey, unknown>)[name]);
    if (value instanceof Error) walk(value.cause);
  };
  walk(error);
  return parts.join('\n');
}
