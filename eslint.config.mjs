import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.conductor*/', '**/schema.d.ts'] },
  ...tseslint.configs.recommended,
  prettier,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['scripts/**', 'benchmarks/**'], rules: { 'no-console': 'off' } },
  {
    files: ['apps/console/**/*.tsx', 'apps/console/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.name=/^use(Layout)?Effect$/] > ' +
            "ArrowFunctionExpression[body.type!='BlockStatement']",
          message:
            'Write { … }: what an effect gives is called when it ends, and browsers of late give ' +
            'a promise from scrollIntoView and the like.',
        },
      ],
    },
  },
  {
    files: ['libs/messaging/src/**/*.ts'],
    ignores: ['**/*spec.ts', 'libs/messaging/src/frames/close-surely.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['callee.object.name', 'callee.object.property.name'].map((name) => ({
          selector: `CallExpression[callee.property.name='close'][${name}=/^(channel|connection)$/]`,
          message:
            'Use closeSurely: the promise of amqplib never settles when the connection is lost ' +
            'before the answer.',
        })),
      ],
    },
  },
);
