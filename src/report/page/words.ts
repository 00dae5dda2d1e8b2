/** Times and terms as the page words them. */
import type { ReviewWhy } from '../../core/decision.js';
import type { Standing } from '../../core/standing.js';
import { type Duration, type Instant, instantOf, type Timestamp } from '../../core/time.js';
import { span } from '../words.js';
import { type Markup, markup } from './markup.js';
import type { State, Tone } from './model.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `27 Nov 2026`, in UTC. */
export function day(at: Timestamp): string {
  const date = new Date(instantOf(at));
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `27 Nov`, in UTC. */
export function shortDay(at: Timestamp): string {
  return day(at).replace(/ \d+$/, '');
}

/** `27 Nov 2026, 17:00`, in UTC. */
export function dayAndTime(at: Timestamp): string {
  return `${day(at)}, ${new Date(instantOf(at)).toISOString().slice(11, 16)}`;
}

/** A time that programs read too. */
export function time(at: Timestamp): Markup {
  return markup`<time datetime="${at}">${dayAndTime(at)}</time>`;
}

/** `3 days left`, `lapsed 2 hours ago`. */
export function leftUntil(at: Timestamp, now: Instant): string {
  const left = instantOf(at) - now;
  return left > 0 ? `${span(left)} left` : `lapsed ${span(left)} ago`;
}

/** `1 h 20 min`, `3 d 4 h`, `12 s`: two units at most. */
export function took(length: Duration): string {
  const seconds = Math.max(0, Math.round(length / 1000));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return minutes < 10 && seconds % 60 > 0 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  return `${seconds} s`;
}

export const STANDING_TONES: Readonly<Record<Standing, Tone>> = {
  active: 'hold',
  expiring: 'look',
  pending: 'quiet',
  lapsed: 'quiet',
  unapproved: 'look',
  unverifiable: 'bad',
  invalid: 'bad',
};

export const STATE_WORDS: Readonly<Record<State, string>> = {
  revoke: 'to be revoked',
  look: 'needs a look',
  held: 'opt-out',
  outside: 'outside',
  unread: 'not seen',
  gone: 'suspended',
  access: 'access',
};

export const STATE_TONES: Readonly<Record<State, Tone>> = {
  revoke: 'bad',
  look: 'look',
  held: 'hold',
  outside: 'quiet',
  unread: 'look',
  gone: 'quiet',
  access: 'good',
};

/** Why a person has to look, in as few words as a cell has room for. */
export const REVIEW_LABELS: Readonly<Record<ReviewWhy, string>> = {
  'identity-conflict': 'identity conflict',
  'suspended-while-active': 'suspended, and active in the roster',
  'service-owner-departed': 'its owner departed',
  self: "the runner's own",
  protected: 'protected',
  'partial-observation': 'not seen whole',
  'approval-unverifiable': 'approval not verified',
  'clock-skew': 'clock not trusted',
  'report-mode': 'report mode',
  orphaned: 'orphan',
  'last-admin': 'last administrator',
  'idp-unreadable': 'identity provider not read',
};

export function pill(tone: Tone, word: string): Markup {
  return markup`<span class="pill ${tone}">${word}</span>`;
}
