/** Changes of who watches: what a proposal would take away from the log, from those who are told, and from what is promised. */
import type { ChannelSettings, DesiredState, LogSink, Objectives } from './model.js';
import { worded } from './preview-words.js';
import type { Duration } from './time.js';

/** What would be watched less, as sentences. A copy or a channel that leads elsewhere counts as one taken away. */
export function watchWeakenings(base: DesiredState, proposed: DesiredState): readonly string[] {
  return [
    ...(base.journal === 'branch' && proposed.journal === 'file'
      ? ['journal: branch -> file: the log would end with the disk of the machine that runs Leaver']
      : []),
    ...ofSinks(base.sinks, proposed.sinks),
    ...ofChannels(base.channels, proposed.channels),
    ...ofObjectives(base.objectives, proposed.objectives),
    ...(!base.showJustifications && proposed.showJustifications
      ? ['report.justifications: shown: why an opt-out is needed, which may be personal, would be on the page']
      : []),
  ];
}

function ofSinks(before: readonly LogSink[], after: readonly LogSink[]): string[] {
  return before.flatMap((sink) => {
    const next = after.find(({ id }) => id === sink.id);
    const where = `audit.sinks.${sink.id}`;
    if (next === undefined) return [`${where} is taken away: the log would not be copied there any more`];
    const [was, is] = [placeOf(sink), placeOf(next)];
    if (was !== is) return [`${where}: ${was} -> ${is}: what is logged from now on would not be in the copy there is`];
    const [kept, keeps] = [retentionOf(sink), retentionOf(next)];
    if (kept === null || (keeps !== null && keeps >= kept)) return [];
    const instead = keeps === null ? "the bucket's own default" : worded(keeps);
    return [`${where}.retention: ${worded(kept)} -> ${instead}`];
  });
}

function placeOf(sink: LogSink): string {
  return sink.kind === 'file' ? `file ${sink.path}` : `${sink.region ?? ''} ${sink.bucket}/${sink.prefix}`.trim();
}

function retentionOf(sink: LogSink): Duration | null {
  return sink.kind === 's3' ? sink.retention : null;
}

function ofChannels(before: readonly ChannelSettings[], after: readonly ChannelSettings[]): string[] {
  return before.flatMap((channel) => {
    const next = after.find(({ id }) => id === channel.id);
    const where = `notify.${channel.id}`;
    if (next === undefined) return [`${where} is taken away: nobody would be told there any more`];
    if (next.kind !== channel.kind) return [`${where}: ${channel.kind} -> ${next.kind}: others would be told`];
    const dropped = [...channel.topics].filter((topic) => !next.topics.has(topic));
    const who =
      channel.kind === 'email' && next.kind === 'email' ? channel.to.filter((to) => !next.to.includes(to)) : [];
    return [
      ...(dropped.length === 0 ? [] : [`${where}.topics: ${dropped.join(', ')} would not be told there any more`]),
      ...(who.length === 0 ? [] : [`${where}.to: ${who.join(', ')} would not be told any more`]),
    ];
  });
}

function ofObjectives(before: Objectives, after: Objectives): string[] {
  return (['standard', 'privileged'] as const).flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (was === null || (is !== null && is <= was)) return [];
    if (is === null) return [`objectives.${name} is taken away: it was ${worded(was)}`];
    return [`objectives.${name}: ${worded(was)} -> ${worded(is)}`];
  });
}
