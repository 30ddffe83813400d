// sql - the SQL on standard input by DuckDB or ClickHouse: node sql.mjs ENGINE FOLDER OUTPUT <SQL
//
// FOLDER holds node_modules. DuckDB's SQL writes its output itself. --version prints what engine it is.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

const [engine, folder, output] = process.argv.slice(2);
const require = createRequire(path.resolve(folder) + "/");

async function duckdb(sql) {
  const { DuckDBInstance } = require("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(sql);
  return result.getRows();
}

function clickhouse(sql) {
  const { query } = require("chdb");
  return query(sql, "CSVWithNames");
}

if (output === "--version") {
  const rows = engine === "duckdb" ? (await duckdb("SELECT version()"))[0][0] : clickhouse("SELECT version()");
  console.log(String(rows).split("\n").filter(Boolean).pop().replace(/"/g, ""));
} else if (engine === "duckdb") {
  await duckdb(fs.readFileSync(0, "utf8"));
} else {
  fs.writeFileSync(output, clickhouse(fs.readFileSync(0, "utf8")));
}
