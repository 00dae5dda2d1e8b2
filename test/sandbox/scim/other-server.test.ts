import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { type ConformingTo, conformingTo } from './conformance.js';
import { otherServer } from './other-server.js';
import {
  type Answer,
  type Ask,
  asker,
  ENTERPRISE,
  filtered,
  GROUP,
  operations,
  service,
  USER,
  userAt,
} from './service.js';

interface Story {
  readonly step: string;
  readonly status: number;
  readonly scimType: unknown;
  /** The answer's attributes, those of its first entry, and what differs from the server's own schemas. */
  readonly told: readonly string[];
  readonly entry: readonly string[];
  readonly count: unknown;
  readonly wrong: readonly string[];
}

/** One life of an account, asked for in plain requests: joins, moves, leaves, is deleted; with what goes wrong between. */
async function life(ask: Ask): Promise<readonly Story[]> {
  const story: Story[] = [];
  const conforming = conformingTo(await ask('GET', '/Schemas'));
  const tell = async (step: string, asked: Promise<Answer>): Promise<Answer> => {
    const answer = await asked;
    story.push(storyOf(step, answer, conforming));
    return answer;
  };
  const create = (userName: string) =>
    ask('POST', '/Users', {
      body: {
        schemas: [USER, ENTERPRISE],
        userName,
        active: true,
        emails: [{ value: `${userName}@acme.example`, type: 'work', primary: true }],
        [ENTERPRISE]: { department: 'Ledger' },
      },
    });
  await tell('no token', ask('GET', '/Users', { token: null }));
  await tell('wrong token', ask('GET', '/Users', { token: 'other' }));
  const ana = String((await tell('create', create('ana.ruiz'))).body.id);
  const bo = String((await create('bo.lind')).body.id);
  await tell('create again', create('ana.ruiz'));
  await tell('create without a name', ask('POST', '/Users', { body: { schemas: [USER] } }));
  await tell('read', ask('GET', `/Users/${ana}`));
  await tell('read what is not there', ask('GET', userAt('nobody')));
  await tell('list', ask('GET', '/Users'));
  await tell('list a page', ask('GET', '/Users?startIndex=2&count=1'));
  for (const filter of [
    'userName eq "ana.ruiz"',
    'userName eq "ANA.RUIZ"',
    'userName sw "ana" and active eq true',
    'emails[type eq "work"]',
    'emails.value co "acme.example"',
    'not (userName eq "ana.ruiz")',
    'userName eq "nobody" or userName eq "bo.lind"',
    'userName eq "a\\"na"',
    'displayName pr',
  ]) {
    await tell(filter, ask('GET', filtered(filter)));
  }
  await tell('a filter that is none', ask('GET', filtered('userName is ana')));
  const members = [{ value: ana }, { value: bo }];
  const group = await tell(
    'create a group',
    ask('POST', '/Groups', { body: { schemas: [GROUP], displayName: 'Admins', members } }),
  );
  const admins = `/Groups/${String(group.body.id)}`;
  await tell('list groups', ask('GET', '/Groups'));
  const leave = operations({ op: 'remove', path: `members[value eq "${ana}"]` });
  await tell('leave the group', ask('PATCH', admins, leave));
  await tell('read the group', ask('GET', admins));
  const off = operations({ op: 'replace', path: 'active', value: false });
  await tell('suspend', ask('PATCH', `/Users/${ana}`, off));
  await tell('filter by active', ask('GET', filtered('active eq false')));
  await tell(
    'restore, without a path',
    ask('PATCH', `/Users/${ana}`, operations({ op: 'Replace', value: { active: true } })),
  );
  await tell('an operation that is none', ask('PATCH', `/Users/${ana}`, operations({ op: 'toggle', path: 'active' })));
  await tell('remove nothing', ask('PATCH', `/Users/${ana}`, operations({ op: 'remove' })));
  await tell('patch what is not there', ask('PATCH', userAt('nobody'), off));
  const whole = { schemas: [USER], userName: 'ana.ruiz', active: false };
  await tell('replace', ask('PUT', `/Users/${ana}`, { body: whole }));
  await tell('delete', ask('DELETE', `/Users/${ana}`));
  await tell('delete again', ask('DELETE', `/Users/${ana}`));
  await tell('configuration', ask('GET', '/ServiceProviderConfig'));
  await tell('resource types', ask('GET', '/ResourceTypes'));
  await tell('an endpoint that is none', ask('GET', '/Nothing'));
  return story;
}

function storyOf(step: string, { status, body }: Answer, conforming: ConformingTo): Story {
  const resources = body.Resources as readonly Record<string, unknown>[] | undefined;
  const entry = resources?.[0] ?? {};
  return {
    step,
    status,
    scimType: body.scimType ?? null,
    told: Object.keys(body).sort(),
    entry: Object.keys(entry).sort(),
    count: resources?.length ?? null,
    wrong: [body, ...(resources ?? [])].flatMap(conforming),
  };
}

/** Where SCIMMY does otherwise than RFC 7643, 7 (`caseExact` of userName) and RFC 7644, 3.4.2.2 (text as JSON has it). */
const NOT_BY_THE_RFC = ['userName eq "ANA.RUIZ"', 'userName eq "a\\"na"'];

test('our server and one that is not ours answer one life of an account alike, and each by its own schemas', async () => {
  const ours = await life((await service({})).ask);
  const theirs = await life(asker(await otherServer()));
  const apart = ours.filter((one, index) => !isDeepStrictEqual(one, theirs[index])).map(({ step }) => step);
  expect(ours.flatMap(({ step, wrong }) => wrong.map((what) => `${step}: ${what}`))).toEqual([]);
  expect(ours.filter(({ step }) => !apart.includes(step)).length).toBeGreaterThan(30);
  expect(apart).toEqual(NOT_BY_THE_RFC);
});

test('what is not by the schemas is found', async () => {
  const { ask } = await service();
  const conforming = conformingTo(await ask('GET', '/Schemas'));
  const { body } = await ask('GET', userAt('u-ana'));
  expect(conforming(body)).toEqual([]);
  expect(conforming({ ...body, active: 'True', emails: {}, nick: 'ana' })).toEqual([
    `${USER}.active is no boolean`,
    `${USER}.emails is no list`,
    `${USER} has no nick`,
  ]);
});
