import type { Instant } from '../core/time.js';

/** The time as the outside world tells it. Only shells hold one; the core takes `now` as an argument. */
export interface Clock {
  now(): Instant;
  /** Resolves after that many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
}

/** The environment variables that a program may read; credentials come from here and from nowhere else. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A file found below a folder: its path relative to that folder, with forward slashes. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
}

/** What is read and written on disk, relative to a root that is never printed. */
export interface Files {
  /** Files directly in `folder` or below it with this ending, sorted by path; null where the folder is absent. */
  list(folder: string, ending: string): Promise<readonly FoundFile[] | null>;
  /** The text of a file as UTF-8; refuses bytes that are not. Throws `file-missing`, `file-unreadable` or `not-text`. */
  read(path: string): Promise<string>;
  /**
   * The lines of a file of any length, without their breaks, one after the other; what stands after the last break is one as
   * well. Throws as `read`, while it is gone through.
   */
  lines(path: string): AsyncIterable<string>;
  /** Writes the whole file, through a temporary one, so that a reader never sees half. Throws `file-unwritable`. */
  write(path: string, text: string): Promise<void>;
  /**
   * Makes the file with this whole text, where there is none: of two that try at once only one does, which is told by true.
   * Throws `file-unwritable`.
   */
  create(path: string, text: string): Promise<boolean>;
  /** Appends a line and returns when it is flushed to disk. Throws `file-unwritable`. */
  append(path: string, line: string): Promise<void>;
  /** Takes a file away, or a link by itself; what is not there stays so. Throws `file-unwritable`. */
  remove(path: string): Promise<void>;
}

/** Where this process runs. */
export interface Machine {
  /** The name of the machine. */
  readonly host: string;
  readonly pid: number;
  /** Whether a process of this machine still runs. */
  isRunning(pid: number): boolean;
}

/** Progress of long work, for a person's eyes only (stderr): what is being done, one short line. */
export type Progress = (message: string) => void;
