import { program } from '../../src/cli/program.js';

/** The help of the program and of each of its commands. */
export async function commandsPage(): Promise<string> {
  const main = await helpOf([]);
  const sections = ['# Commands', 'As `leaver COMMAND --help` tells them.', block(main)];
  for (const command of commandsIn(main)) {
    const help = await helpOf([command]);
    sections.push(`## \`leaver ${command}\``, block(help));
    const group = /^Commands:$/m.test(help) ? commandsIn(help) : [];
    for (const inner of group)
      sections.push(`### \`leaver ${command} ${inner}\``, block(await helpOf([command, inner])));
  }
  return sections.join('\n\n');
}

const block = (text: string) => `\`\`\`text\n${text.trim()}\n\`\`\``;

/** The names that the program's own help lists, without those that only say that they are not supported yet. */
function commandsIn(help: string): readonly string[] {
  const [, list = ''] = help.split(/^Commands:\n/m);
  const names = (list.split(/\n\n/)[0] ?? '')
    .split('\n')
    .map((line) => /^ {2}([a-z]\S*)(?!.* not supported yet)/.exec(line)?.[1]);
  const found = names.filter((name): name is string => name !== undefined && name !== 'help');
  if (found.length === 0) throw new Error('the help of the program lists no commands');
  return found;
}

/** What the program writes to stdout for `--help`, as in a terminal of 80 columns without colours. */
async function helpOf(command: readonly string[]): Promise<string> {
  const write = process.stdout.write;
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  try {
    const status = await program([...command, '--help']);
    if (status !== 0) throw new Error(`leaver ${command.join(' ')} --help ends with ${status}`);
  } finally {
    process.stdout.write = write;
  }
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
