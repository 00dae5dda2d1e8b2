/** A world whose policy repository is a real clone, with commits at times that a test names. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../../src/commands/context.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { nodeClone } from '../../src/ports/node-clone.js';
import type { RepositoryParts } from '../fixtures/repositories.js';
import { EVERYTHING, type Trouble, type World, worldOf } from './world.js';

export interface CommittedWorld extends World {
  git(...args: readonly string[]): string;
  /** Puts all that is there on record. `author`: another time for the author's date. */
  commit(at: string, author?: string): void;
  /** Writes these documents and puts them on record. */
  land(at: string, parts: RepositoryParts): void;
  file(path: string, text: string): void;
  /** The context of a new run, which reads the clone anew. */
  fresh(): Context;
  /** A whole run at this time. */
  run(at: string, people?: readonly string[]): ReturnType<typeof reconcile>;
}

export function committedWorld(parts: RepositoryParts, at: string, trouble: Trouble = {}): CommittedWorld {
  const world = worldOf(parts, trouble);
  const { root } = world;
  const run = (args: readonly string[], time?: string, author = time): string =>
    execFileSync('git', ['-c', 'user.name=kim', '-c', 'user.email=kim@acme.example', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...{ PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
        ...(time === undefined ? {} : { GIT_COMMITTER_DATE: time, GIT_AUTHOR_DATE: author }),
      },
    });
  const made: CommittedWorld = {
    ...world,
    git: (...args) => run(args),
    commit: (time, author) => {
      run(['add', 'policies', ...(run(['ls-files', '-o', 'optouts']) === '' ? [] : ['optouts'])]);
      run(['commit', '-q', '--allow-empty', '-m', 'a change'], time, author);
    },
    land: (time, next) => {
      world.write(next);
      made.commit(time);
    },
    file: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    fresh: () => ({ ...world.context, clone: nodeClone(root) }),
    run: (time, people = []) => {
      world.at(time);
      return reconcile(made.fresh(), { ...EVERYTHING, people });
    },
  };
  run(['init', '-q', '-b', 'main']);
  made.commit(at);
  return made;
}

/** The text of a file of the policy repository. */
export function textIn({ root }: World, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
