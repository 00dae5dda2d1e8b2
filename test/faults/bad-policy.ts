/** Bad input: nothing is asked of any system, and `validate` says where and what. */
import { expect } from 'vitest';
import { validate } from '../../src/commands/validate.js';
import { conclude } from './conclusion.js';
import { type Case, type Cell, type Column, cellsFor, type Kind } from './matrix.js';
import { ended, open, type Scene, type SceneOptions } from './scene.js';

export interface BadPolicy {
  readonly name: string;
  readonly options: (kind: Kind) => SceneOptions;
  /** Done to the repository once it is written. */
  readonly disturb?: (root: string) => void;
  /** What is found, by file, line and column. */
  readonly says: readonly (string | RegExp)[];
}

/** Each of them by `reconcile` on each kind, which asks nothing, and by `validate`, which tells the place. */
export function badPolicyCells(faults: readonly BadPolicy[]): Readonly<Record<Column, Cell>> {
  const on = (kind: Kind) => faults.map((fault) => caseOn(kind, fault));
  return { ...cellsFor(on), 'policy repository': faults.map(validated) };
}

function caseOn(kind: Kind, { name, options, disturb, says }: BadPolicy): Case {
  return {
    name,
    run: async () => {
      const scene: Scene = await open(kind, options(kind));
      disturb?.(scene.world.root);
      conclude(scene, await ended(scene.run()), { changes: [], status: 1, says });
      expect(scene.live.requests(), 'nothing was asked of the system').toBe(0);
      expect(await scene.world.journal()).toEqual([]);
    },
  };
}

export function validated({ name, options, disturb, says }: BadPolicy): Case {
  return {
    name: `${name}: validate names the place`,
    run: async () => {
      const scene: Scene = await open('memory', options('memory'));
      disturb?.(scene.world.root);
      const result = await validate(scene.world.context, null);
      conclude(scene, result, { changes: [], status: 1, says });
      for (const { file, line, column } of result.findings) {
        expect(file).toMatch(/^policies(\/|$)/);
        expect(Math.min(line, column)).toBeGreaterThan(0);
      }
    },
  };
}

const STAFF = 'policies/people/staff.yaml';

/** A roster in place of the usual one, as text. */
export function roster(text: string): (kind: Kind) => SceneOptions {
  return () => ({ files: { [STAFF]: text }, optOuts: [] });
}

/** One file more of the roster. */
export function more(text: string): (kind: Kind) => SceneOptions {
  return () => ({ files: { 'policies/people/zz.yaml': text } });
}
