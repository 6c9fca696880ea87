import path from 'node:path';
import js from '@eslint/js';
import ts from 'typescript-eslint';

// The tests stand outside this folder; the base path makes them known as files of this project.
const root = path.resolve(import.meta.dirname, '../..');

export default ts.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '**/*.vsix'], basePath: root },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...ts.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: path.join(import.meta.dirname, 'tsconfig.json'), tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
      // `process.env` and JSON have index signatures: a name of theirs is no property that is known.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
    },
  },
  {
    files: ['**/*.mjs'],
    ...ts.configs.disableTypeChecked,
    languageOptions: { ...ts.configs.disableTypeChecked.languageOptions, globals: { console: 'readonly', process: 'readonly' } },
  },
);
