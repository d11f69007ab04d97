// SPDX-License-Identifier: GPL-3.0-or-later
//
// First sync against PouchDB: the records of the region from the back end into a new workspace, and the same records, a document each, from
// express-pouchdb into a new PouchDB (LevelDB on both sides). By turns, over loopback, each program a process of its own. Two numbers each:
// seconds passed, and seconds computed by client and server together, which a busy machine changes less.
//
//   node tests/bench/against-pouchdb.mjs [TURNS]     after build-aux/build; wants node and npm, which build-aux/sdk does not have
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const me = fileURLToPath(import.meta.url);
const root = join(dirname(me), '../..');
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'relais/pouchdb');
const BATCHES = [100, 1000];   // documents a batch: PouchDB's own number, and one that is kinder to it
const TICKS = 100;             // a second, in /proc

const load = (name) => createRequire(join(cache, 'package.json'))(name);
const sdk = (...command) => [join(root, 'build-aux/sdk'), ...command];

function run([program, ...rest], input) {
  const done = spawnSync(program, rest, { input, cwd: root, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
  if (done.status !== 0) throw new Error(`${program} ${rest.join(' ')} ended with ${done.status}`);
  return done.stdout;
}

// Resolves with the process when it says that it listens.
function start([program, ...rest]) {
  const child = spawn(program, rest, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => /istening/.test(text) && resolve(child));
    child.on('exit', () => reject(new Error(`${program} ended`)));
  });
}

// Seconds that a process and all below it have computed.
function computed(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return (Number(fields[11]) + Number(fields[12])) / TICKS + children.reduce((sum, child) => sum + computed(child), 0);
}

async function fetchRecords(url) {
  const headers = { 'Relais-Protocol': '1', 'Content-Type': 'application/json' };
  const body = JSON.stringify({ login: 'manager', password: 'demonstration', device: 'bench' });
  const { token } = await (await fetch(`${url}/v1/session`, { method: 'POST', headers, body })).json();
  const records = [];
  for (let cursor = '', more = true; more;) {
    const since = cursor && `&since=${encodeURIComponent(cursor)}`;
    const page = await (await fetch(`${url}/v1/changes?limit=2000${since}`, { headers: { ...headers, Authorization: `Bearer ${token}` } })).json();
    records.push(...page.records);
    ({ cursor, more } = page);
  }
  return records;
}

// In a process of its own: a server with the records of FOLDER/records.json.
async function serve(folder, port) {
  const PouchDB = load('pouchdb').defaults({ prefix: `${folder}/` });
  const records = JSON.parse(readFileSync(join(folder, 'records.json')));
  const db = new PouchDB('city');
  for (let at = 0; at < records.length; at += 5000)
    await db.bulkDocs(records.slice(at, at + 5000).map(({ kind, id, rev, ...rest }) => ({ _id: `${kind}/${id}`, ...rest })));
  const paths = { configPath: join(folder, 'config.json'), logPath: join(folder, 'log.txt') };
  load('express')().use('/', load('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', ...paths }))
    .listen(Number(port), '127.0.0.1', () => console.log('listening'));
}

// In a process of its own: a client's first sync.
async function replicate(folder, url, batch) {
  const PouchDB = load('pouchdb');
  const db = new PouchDB(folder);
  await PouchDB.replicate(`${url}/city`, db, { batch_size: Number(batch) });
  console.log((await db.info()).doc_count);
}

// Returns [seconds passed, seconds computed, what the client said]. @enter: what the client is started through.
function time(enter, client_command, server) {
  const before = computed(server.pid), began = performance.now();
  const said = run([...enter, 'bash', '-c', '"$@" && times', 'bash', ...client_command]).trim().split('\n');
  const passed = (performance.now() - began) / 1000;
  const [, children] = said.splice(-2);   // what `times` says of the shell, and of what it has waited for
  const client = children.split(' ').map((text) => text.match(/(\d+)m([\d.]+)s/)).reduce((sum, [, m, s]) => sum + m * 60 + Number(s), 0);
  return [passed, client + computed(server.pid) - before, said.join('\n')];
}

async function compare(turns) {
  const folder = mkdtempSync(join(tmpdir(), 'relais-pouchdb-'));
  const port = 20000 + Math.floor(Math.random() * 10000);
  const [url, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`];
  const servers = [];
  if (!existsSync(join(cache, 'node_modules/express-pouchdb'))) {
    mkdirSync(cache, { recursive: true });
    run(['npm', 'install', '--no-fund', '--no-audit', '--prefix', cache, 'pouchdb@9', 'express-pouchdb@4', 'express@4']);
  }
  try {
    run(sdk('relais-backend', 'demo', '--data', join(folder, 'backend'), '--size', 'region'));
    servers.push(await start(sdk('relais-backend', 'serve', '--data', join(folder, 'backend'), '--listen', `127.0.0.1:${port}`)));
    const records = await fetchRecords(url);
    writeFileSync(join(folder, 'records.json'), JSON.stringify(records));
    servers.push(await start([process.execPath, me, 'serve', folder, String(port + 1)]));
    console.log(`${records.length} records; ratios are PouchDB's seconds to those of Relais`);
    for (let turn = 1; turn <= turns; turn++) {
      const file = join(folder, `${turn}.relais`);
      const relaisctl = ['relaisctl', '--workspace', file, '--token-file', `${file}-token`];
      run(sdk(...relaisctl, 'connect', url, '--login', 'manager'), 'demonstration\n');
      const [passed, cpu] = time(sdk(), [...relaisctl, 'sync'], servers[0]);
      console.log(`Relais                ${passed.toFixed(1)} s passed, ${cpu.toFixed(1)} s computed`);
      for (const batch of BATCHES) {
        const theirs = time([], [process.execPath, me, 'replicate', join(folder, `pouch-${turn}-${batch}`), peer, String(batch)], servers[1]);
        if (Number(theirs[2]) !== records.length) throw new Error(`PouchDB has ${theirs[2]} documents`);
        console.log(`PouchDB, batches ${String(batch).padEnd(4)} ${theirs[0].toFixed(1)} s passed, ${theirs[1].toFixed(1)} s computed; ` +
                    `ratio ${(theirs[0] / passed).toFixed(1)} passed, ${(theirs[1] / cpu).toFixed(1)} computed (budget: 5)`);
      }
    }
  } finally {
    servers.forEach((server) => server.kill());
    rmSync(folder, { recursive: true, force: true });
  }
}

const [what, ...rest] = process.argv.slice(2);
if (what === 'serve') await serve(...rest);
else if (what === 'replicate') await replicate(...rest);
else await compare(Number(what ?? 3));
