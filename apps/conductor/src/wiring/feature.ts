import type { Provider, Type } from '@nestjs/common';

/** What one part of the service adds to the application. A file each in this folder. */
export interface Feature {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
}
