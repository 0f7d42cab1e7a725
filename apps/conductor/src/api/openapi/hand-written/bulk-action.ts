import type { BulkAction } from '../../../workers/bulk/edited-retry.js';
import type { Schema } from '../schema-parts.js';
import { objectOf, optional, referenceTo } from '../tagged-union.js';

type EditedRetry = Extract<BulkAction, { readonly patch: unknown }>;

/** What a bulk does to each saga. */
export const BULK_ACTIONS: Readonly<Record<string, Schema>> = {
  BulkAction: { anyOf: [referenceTo('OperatorAction'), referenceTo('EditedRetry')] },
  EditedRetry: {
    description: 'A retry with one edit for all: a JSON merge patch on what was sent.',
    ...objectOf<EditedRetry>({
      name: { type: 'string', enum: ['retry'] },
      step: optional({ type: 'string' }),
      patch: referenceTo('Json'),
    }),
  },
};
