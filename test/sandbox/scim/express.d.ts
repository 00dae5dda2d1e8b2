/** As much of Express 5 as the tests use; it comes without types of its own. */
declare module 'express' {
  import type { IncomingMessage, Server } from 'node:http';

  export type Request = IncomingMessage;
  export type Router = object;

  export interface Application {
    use(path: string, router: Router): Application;
    set(name: string, value: unknown): Application;
    listen(port: number, host: string): Server;
  }

  // biome-ignore lint/style/noDefaultExport: so Express exports it
  export default function express(): Application;
}
