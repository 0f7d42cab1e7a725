import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
} from '@nestjs/common';
import { ConductorClient } from '../conductor-client.js';
import type { ClientOptions } from '../transport/client-options.js';

export interface ConductorModuleAsyncOptions
  extends Pick<ModuleMetadata, 'imports'>, Pick<FactoryProvider<ClientOptions>, 'inject'> {
  /** Is given what `inject` names, and says where the conductor is. */
  readonly useFactory: FactoryProvider<ClientOptions>['useFactory'];
}

/** Gives a NestJS application a `ConductorClient`, in all of its modules. */
@Module({})
export class ConductorModule {
  static forRoot(options: ClientOptions): DynamicModule {
    return ConductorModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync(options: ConductorModuleAsyncOptions): DynamicModule {
    const { imports = [], inject = [], useFactory } = options;
    const client: FactoryProvider<ConductorClient> = {
      provide: ConductorClient,
      inject,
      useFactory: async (...given: unknown[]) => new ConductorClient(await useFactory(...given)),
    };
    return {
      module: ConductorModule,
      global: true,
      imports,
      providers: [client],
      exports: [ConductorClient],
    };
  }
}
