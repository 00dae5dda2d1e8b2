import type { LogSink } from '../../core/model.js';
import type { Environment } from '../../ports/ports.js';
import { type FileSinkOptions, fileSink } from './file-sink.js';
import type { Sink } from './sink.js';

export interface SinkOptions extends FileSinkOptions {
  readonly environment: Environment;
}

/** Opens a copy of the log; nothing is read yet. Throws `missing-credential` for half a key. */
export async function openSink(settings: LogSink, options: SinkOptions): Promise<Sink> {
  switch (settings.kind) {
    case 'file':
      return fileSink(settings, options);
    case 's3': {
      const [{ s3Sink }, { openBucket }] = await Promise.all([import('./s3-sink.js'), import('./s3-client.js')]);
      return s3Sink(settings, { bucket: openBucket(settings, options), clock: options.clock });
    }
  }
}
