// The Node client.
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.NODE_PATH}/`);
const { DuckDBInstance, version } = require('@duckdb/node-api');

const instance = await DuckDBInstance.create(process.argv[2], { access_mode: 'READ_ONLY' });
const connection = await instance.connect();
const rows = async (query) => (await connection.runAndReadAll(query)).getRows();

// Days have a class of their own, and whole numbers may be longer than JSON's.
const plain = (value) =>
  value === null ? null : typeof value === 'object' || typeof value === 'bigint' ? value.toString() : value;

const tables = {};
const names = "select table_name from information_schema.tables where table_schema = 'marts' order by table_name";
for (const [name] of await rows(names)) {
  const [[count]] = await rows(`select count(*) from marts."${name}"`);
  const first = await rows(`select * from marts."${name}" order by all limit 25`);
  tables[name] = { count: Number(count), rows: first.map((row) => row.map(plain)) };
}
console.log(JSON.stringify({ version: `duckdb ${version()}`, tables }));
