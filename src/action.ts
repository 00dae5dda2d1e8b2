/** The GitHub Action: reads inputs, calls one command, sets outputs, summary, annotations and the exit status. */
import * as core from '@actions/core';
import { failureText, runAction } from './action/run.js';

runAction(process.env).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    core.setFailed(failureText(error, process.env));
  },
);
