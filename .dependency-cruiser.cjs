// The arrows of the design, checked: who may import whom. A folder not named here may import anything.
const inside = (...folders) => `^(${folders.join('|')})`;

/** `from` may import itself, `to`, and packages; nothing else of ours. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: inside(from) },
  to: { path: '^(src|projections|migrations)/', pathNot: inside(from, ...to) },
});

/** The one command handler and the files it is made of. */
const executeFiles = 'execute|admission|command-request|deciding|pending-work|stream-snapshots|stream-states';

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'what imports each other cannot be understood apart', severity: 'error', from: {}, to: { circular: true } },
    only('domain', 'src/domain/', ['src/identifiers/'], 'domain is pure: it knows identifiers only'),
    only('identifiers', 'src/identifiers/', [], 'identifiers know nobody'),
    only('event-store', 'src/event-store/', ['src/domain/'], 'event-store → domain'),
    only('vault', 'src/vault/', ['src/identifiers/', 'src/event-store/', 'src/domain/refused', 'src/domain/field'], 'vault → identifiers, event-store'),
    only('execute', `src/(${executeFiles})`, ['src/domain/', 'src/event-store/', 'src/vault/', 'src/tokens'], 'execute → domain, event-store, vault'),
    only('intake', 'src/intake/', ['src/domain/', 'src/identifiers/', 'src/vault/'], 'intake → domain, identifiers, vault'),
    only('proof', 'src/proof/', ['src/event-store/', 'src/domain/'], 'proof → event-store'),
    only('pack', 'src/pack/', ['src/proof/', 'src/event-store/', 'src/domain/', 'src/identifiers/'], 'pack → proof, event-store, domain: a verifier made of it needs nothing else'),
    only('postgres', 'src/postgres/', [], 'postgres runs a server and its tables, it knows nobody'),
    only('migrations', 'migrations/', [], 'migrations are frozen: they import nothing that may change'),
    only('projections', 'projections/', ['src/domain/', 'src/event-store/', 'src/identifiers/'], 'projections → domain, event-store, identifiers'),
    {
      name: 'rules-see-only-facts',
      comment: 'a rule knows the shape of a rule and the facts, nothing of the write side but its words',
      severity: 'error',
      from: { path: '^projections/anomalies/rules/' },
      to: { path: '^(src/(event-store|api|cli|vault|intake|execute)|projections/(views|facts))' },
    },
    {
      name: 'write-side-knows-no-projections',
      comment: 'nothing in src but api, cli, app.module.ts, main.ts knows projections',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(api/|cli/|app\\.module\\.ts|main\\.ts)' },
      to: { path: '^projections/' },
    },
    { name: 'no-barrels', comment: 'import by path', severity: 'error', from: {}, to: { path: '(^|/)index\\.ts$', pathNot: 'node_modules' } },
    {
      name: 'injection-at-the-edges',
      comment: 'Nest belongs to api, cli, execute and the wiring',
      severity: 'error',
      from: { path: '^src/(domain|identifiers|vault|intake|proof|pack|postgres)/|^projections/(facts|duties|anomalies/rules)/' },
      to: { path: 'node_modules/@nestjs' },
    },
    {
      name: 'nothing-unlisted',
      comment: 'only packages that package.json names',
      severity: 'error',
      from: { path: '^(src|projections|migrations)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], pathNot: ['node_modules/@types/', 'node_modules/express'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'require', 'import', 'types'] },
  },
};
