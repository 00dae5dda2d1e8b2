/** The GitHub Action: reads inputs, calls one command, sets outputs, summary, annotations and the exit status. */
import * as core from '@actions/core';
import { runAction } from './action/run.js';
import { LeaverError, messageOf } from './errors.js';

runAction(process.env).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const mend = error instanceof LeaverError && error.mend !== '' ? ` ${error.mend}` : '';
    core.setFailed(`${messageOf(error)}${mend}`);
  },
);
