/** Time is passed in, so that decisions can be replayed and tests need no fake timers. */
export interface Clock {
  now(): Date;
}
