#!/usr/bin/env node
/** The command line: reads arguments, calls one command, prints its result, sets the exit status. */
import { program } from './cli/program.js';
import { messageOf } from './errors.js';
import { redactor } from './ports/secrets.js';
import { plain } from './text/escape.js';

// A reader that has seen enough (`leaver plan | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

program(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    // Only a fault of Leaver itself comes here.
    process.stderr.write(`leaver: ${plain(redactor(process.env)(messageOf(error)))}\n`);
    process.exitCode = 1;
  },
);
