// Reads docs/ with the parsers of AsyncAPI and of Redocly; says what each holds, or what is wrong, and then fails.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, fromFile } from '@asyncapi/parser';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';
import { bundle, createConfig, lint } from '@redocly/openapi-core';

const docs = process.argv[2];
const wrong = [];

const parser = new Parser();
parser.registerSchemaParser(AvroSchemaParser());
const asyncApi = join(docs, 'asyncapi.yaml');
const { document, diagnostics } = await fromFile(parser, asyncApi).parse();
const WARNING = 1; // the same numbers as in the language server protocol, from 0 (error) up
for (const d of diagnostics.filter((d) => d.severity <= WARNING)) {
  wrong.push(`asyncapi.yaml ${d.path.join('/')}: ${d.message}`);
}
console.log(`asyncapi.yaml: ${document?.channels().all().length} channels`);

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    'no-server-example.com': 'off', // the documents are tried on the local stack
    'operation-2xx-response': 'off', // a WebSocket is opened with 101
  },
});
for (const name of readdirSync(join(docs, 'openapi')).sort()) {
  const ref = join(docs, 'openapi', name);
  for (const p of await lint({ ref, config })) {
    wrong.push(`${name} ${p.location[0]?.pointer}: ${p.message} (${p.ruleId})`);
  }
  const { bundle: whole } = await bundle({ ref, config });
  console.log(`${name}: ${Object.keys(whole.parsed.paths).length} paths`);
}

console.log(wrong.join('\n'));
process.exitCode = wrong.length ? 1 : 0;
