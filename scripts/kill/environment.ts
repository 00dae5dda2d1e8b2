/** The variables that lead the program to the embedded systems; their credentials open nothing else. */
import { generateKeyPairSync } from 'node:crypto';
import type { AwsState } from '../../src/sandbox/aws-iam/index.js';
import type { GithubState } from '../../src/sandbox/github/index.js';
import type { RunningSystem } from '../../src/sandbox/server.js';

/** As short as a key can be: nobody verifies what it signs. */
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

export function environmentOf(
  github: RunningSystem<GithubState>,
  aws: RunningSystem<AwsState>,
): Readonly<Record<string, string>> {
  const [installation] = github.system.state.installations;
  if (installation === undefined) throw new Error('the organization has no App installed');
  return {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: 'acme/policy',
    LEAVER_GITHUB_APP_ID: String(installation.appId),
    LEAVER_GITHUB_APP_INSTALLATION_ID: String(installation.id),
    LEAVER_GITHUB_APP_PRIVATE_KEY: privateKey,
    AWS_ENDPOINT_URL_IAM: aws.url,
    AWS_ENDPOINT_URL_STS: aws.url,
    AWS_ACCESS_KEY_ID: 'KILLEDRUNNER',
    AWS_SECRET_ACCESS_KEY: 'embedded-only',
    AWS_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
